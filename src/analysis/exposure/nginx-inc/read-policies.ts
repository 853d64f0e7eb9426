import type { Resource } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, type AuthChecks, noAuth, unreadableWith } from "../controls/auth.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import type { Cors } from "../controls/cors.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import type { SourceRange } from "../controls/source-range.ts";
import type { Waf } from "../controls/waf.ts";
import { fieldSettings } from "../field-settings.ts";
import { sourceRangeOf } from "../ingress/annotation-values.ts";
import { corsOf } from "../ingress/header-lines.ts";
import { objectName } from "../ingress/service-settings.ts";
import { sharedTexts } from "../ingress/shared-texts.ts";
import { asList, asText, fieldAt } from "../plain-fields.ts";
import { joinedReadings, type Places, placesFor, type Reading } from "../reading.ts";
import type { Aspect, Facet } from "../route.ts";
import type { World } from "../world.ts";
import {
  authAtomOf,
  certificateOf,
  egressOf,
  fieldsRead,
  type PolicyType,
  policyField,
  policyPath,
  policyTypes,
  rateLimitOf,
  wafOf,
} from "./policy-fields.ts";

export const nginxGroup = "k8s.nginx.org";

/** A reference to a Policy, and the field that makes it. */
export interface PolicyReference {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly aspect: Aspect;
}

export interface PolicyReading extends Reading {
  /** Decides how the pods are talked to, where it is not undefined. */
  readonly egress: BackendTls | undefined;
  /** The references whose Policy the repository does not have. */
  readonly missing: readonly string[];
}

/**
 * What Policies mean together. `levels` has those of the route first: a kind that a route names takes the place of the same
 * kind of its server. `controls` holds only what a Policy decides.
 */
export function readPolicies(world: World, levels: readonly (readonly PolicyReference[])[]): PolicyReading {
  const found = levels.map((level) =>
    level.slice(0, mostPolicies).map((reference) => ({ reference, policy: policyOf(world, reference) })),
  );
  const missing = [
    ...found.flat().flatMap(({ reference, policy }) => (policy ? [] : [nameOf(reference)])),
    ...(levels.some((level) => level.length > mostPolicies) ? ["one of very many"] : []),
  ];
  const chosen = policyTypes.flatMap((type) => {
    const level = found.find((one) => one.some(({ policy }) => policy && hasType(policy, type))) ?? [];
    const policies = level.flatMap(({ policy }) => (policy && hasType(policy, type) ? [policy] : []));
    return policies.length === 0 ? [] : [{ type, policies }];
  });
  const references = found.flat().map(({ reference }) => reference.aspect);
  const readings = chosen.map(({ type, policies }) => readingOf(type, policies, world));
  const auth = authOf(chosen, missing);
  const others = found.flat().flatMap(({ policy }) => (policy ? [leftOf(policy)] : []));
  return {
    ...joinedReadings(...readings, ...others, {
      controls: auth ? { auth } : {},
      places: placesFor(policyFacets, references),
    }),
    egress: chosen.find(({ type }) => type === "egressMTLS")?.policies.map(egressOf)[0],
    missing,
  };
}

// Each route of a server reads all of them.
const mostPolicies = 50;

const policyFacets: readonly Facet[] = ["auth", "sourceRange", "rateLimit", "waf", "cors", "backendTls"];

/** The controls that a Policy may decide. With one that is not in the repository, those that no other one decides are not known. */
export function withPolicies(defaults: ControlValues, { controls, missing }: PolicyReading): ControlValues {
  if (missing.length === 0) return { ...defaults, ...controls };
  const { sourceRange: _, rateLimit: __, waf: ___, cors: ____, ...certain } = defaults;
  return { ...certain, ...controls };
}

function policyOf(world: World, { namespace, name }: PolicyReference): Resource | undefined {
  const policy = world.find(nginxGroup, "Policy", namespace, name);
  // Every field of it is in a control or a text of the route.
  if (policy) world.use(policy);
  return policy;
}

function nameOf({ namespace, name }: PolicyReference): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function hasType({ data }: Resource, type: PolicyType): boolean {
  return fieldAt(data, policyPath(type)) !== undefined;
}

interface Chosen {
  readonly type: PolicyType;
  readonly policies: readonly Resource[];
}

function authOf(chosen: readonly Chosen[], missing: readonly string[]): Auth | undefined {
  // Of several policies of one kind the first counts.
  const first = chosen.flatMap(({ type, policies: [policy] }) => (policy ? [{ type, policy }] : []));
  const certificate = first.find(({ type }) => type === "ingressMTLS");
  const asked = certificate && certificateOf(certificate.policy);
  const atoms: AuthAtom[] = first.flatMap(({ type, policy }) => authAtomOf(policy, type) ?? []);
  const optionalCertificate: AuthChecks["optionalCertificate"] = asked?.optionalCertificate ?? "no";
  const known = { ...noAuth, ways: [[...(asked?.atom ? [asked.atom] : []), ...atoms]], optionalCertificate };
  // The controller answers with an error until it finds the Policy, which another repository may hold.
  const gap = `Policy ${missing.join(", ")} is not in the repository`;
  if (missing.length > 0) return unreadableWith({ kind: "unreadable", text: gap }, known);
  return asked || atoms.length > 0 ? known : undefined;
}

function readingOf(type: PolicyType, policies: readonly Resource[], world: World): Partial<Reading> {
  const [policy] = policies;
  const facet = facetOf[type];
  if (!policy || !facet) return {};
  const places: Places = {
    [facet]: policies.flatMap((one) =>
      fieldsRead[type].map((field) => ({ resource: one, path: [...policyPath(type), field] })),
    ),
  };
  if (type === "accessControl") return { controls: { sourceRange: accessOf(policies) }, places };
  if (type === "rateLimit") return { controls: { rateLimit: strictest(policies.map(rateLimitOf)) }, places };
  if (type === "waf") return { controls: { waf: wafOf(policy, world) }, places };
  return type === "cors" ? { controls: { cors: corsPolicy(policy) }, places } : { places };
}

const facetOf: Readonly<Record<PolicyType, Facet>> = {
  accessControl: "sourceRange",
  rateLimit: "rateLimit",
  jwt: "auth",
  basicAuth: "auth",
  apiKey: "auth",
  oidc: "auth",
  externalAuth: "auth",
  ingressMTLS: "auth",
  egressMTLS: "backendTls",
  waf: "waf",
  cors: "cors",
};

// The lists of all policies are one, in which whoever is not allowed is refused: then denied blocks say nothing more.
function accessOf(policies: readonly Resource[]): SourceRange {
  const list = (field: string) =>
    policies.flatMap((policy) =>
      (asList(policyField(policy, "accessControl", field)) ?? []).flatMap((one) => asText(one) ?? []),
    );
  const allow = list("allow");
  return allow.length > 0 ? sourceRangeOf(allow) : sourceRangeOf(undefined, list("deny"));
}

/** Every limit counts, so that the lowest one is what a client meets. */
function strictest(limits: readonly RateLimit[]): RateLimit {
  const texts = limits.flatMap((limit) => (limit.kind === "unreadable" ? [limit.text] : []));
  if (texts.length > 0) return { kind: "unreadable", text: texts.sort().join(", ") };
  const readable = limits.flatMap((limit) => (limit.kind === "limits" && limit.perSecond !== null ? [limit] : []));
  return [...readable].sort((a, b) => (a.perSecond ?? 0) - (b.perSecond ?? 0))[0] ?? noLimit;
}

function corsPolicy(policy: Resource): Cors {
  const origins = (asList(policyField(policy, "cors", "allowOrigin")) ?? []).flatMap((one) => asText(one) ?? []);
  return corsOf(origins, [], policyField(policy, "cors", "allowCredentials") === true);
}

const known = new WeakMap<Resource, Partial<Reading>>();

function leftOf(policy: Resource): Partial<Reading> {
  const left = known.get(policy) ?? readLeft(policy);
  known.set(policy, left);
  return left;
}

function readLeft(policy: Resource): Partial<Reading> {
  const taken = policyTypes.flatMap((type) => fieldsRead[type].map((field) => `${type}.${field}`));
  const { texts, aspects } = fieldSettings(policy, ["spec"], taken);
  const named = Object.entries(texts).map(([key, text]) => [`${objectName(policy)}: ${key}`, text]);
  return {
    texts: sharedTexts(Object.fromEntries(named), `${objectName(policy)}: spec`),
    places: { annotation: [...aspects.slice(0, 100), { resource: policy, path: ["spec"] }] },
  };
}

export const noWaf: Waf = { mode: "off", exclusions: [], policy: "" };
