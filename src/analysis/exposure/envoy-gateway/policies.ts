import type { Resource } from "../../../kubernetes/resource.ts";
import type { Snippet } from "../controls/snippet.ts";
import { type FieldSettings, fieldSettings, weighField } from "../field-settings.ts";
import { qualified } from "../gateway-api/names.ts";
import { allNeeded, aspectsFor, mergeParts, noPart, type Part, partOf } from "../gateway-api/part.ts";
import { corsOf } from "../gateway-api/read-filters.ts";
import { asObject } from "../plain-fields.ts";
import { type Aspect, stableText } from "../route.ts";
import type { World } from "../world.ts";
import { type Attached, policiesOf, type Subject, targetFields } from "./attachment.ts";
import { readAuthorization } from "./authorization.ts";
import { readRateLimit } from "./backend-traffic.ts";
import { clientTrafficFields, clientTrafficPart } from "./client-traffic.ts";
import { disputedAuth, securityAuth, securityFields } from "./security-policy.ts";

/** The policy kinds of Envoy Gateway that attach to Gateways and routes. */
export const envoyPolicyKinds = [
  "SecurityPolicy",
  "ClientTrafficPolicy",
  "BackendTrafficPolicy",
  "EnvoyExtensionPolicy",
] as const;

export interface EnvoyPolicies {
  /** What the policies of a listener say about its connections. */
  forListener(subject: Subject): Part;
  /** What the policies of a route, its rule and its Gateway say about requests. */
  forRule(subject: Subject): Part;
  /** Where the SecurityPolicies of a namespace say what they are attached to. */
  targetAspects(namespace: string | null): readonly Aspect[];
}

export function readEnvoyPolicies(world: World): EnvoyPolicies {
  const [security, client, backend, extension] = envoyPolicyKinds.map((kind) => policiesOf(world, kind));
  const none = (): Part => noPart;
  const read =
    (kind: ReturnType<typeof policiesOf> | undefined, part: (attached: Attached) => Part) => (subject: Subject) => {
      const attached = kind && kind.all.length > 0 ? kind.attachedTo(subject) : undefined;
      return attached ? part(attached) : none();
    };
  const securityOf = read(security, securityPart);
  const clientOf = read(client, clientPart);
  const limitsOf = read(backend, trafficPart);
  const extensionsOf = read(extension, extensionPart);
  return {
    forListener: clientOf,
    forRule: (subject) => mergeParts([securityOf(subject), limitsOf(subject), extensionsOf(subject)]),
    targetAspects: (namespace) => security?.targetAspects(namespace) ?? [],
  };
}

function fieldsOf(policies: readonly Resource[]) {
  return (...path: string[]): Aspect[] => policies.map((resource) => ({ resource, path: ["spec", ...path] }));
}

/**
 * What no control reads of the policies and may protect, under the name of their kind: a policy that is renamed says the same. The rest
 * belongs to the policy itself (`settingsOf`).
 */
function restOf({ policies }: Attached): Part {
  const settings = [...policies].reverse().map((policy) => fieldSettings(policy, ["spec"], takenOf(policy)));
  const kind = policies[0]?.kind ?? "";
  const texts = Object.assign({}, ...settings.map((one) => one.texts)) as Readonly<Record<string, string>>;
  const protective = Object.entries(texts).filter(([key]) => weighField(key) === "protective");
  return partOf({
    texts: Object.fromEntries(protective.map(([key, text]) => [`${kind}: ${key}`, text])),
    aspects: { annotation: settings.flatMap(({ aspects }) => aspects) },
  });
}

/** The fields of a policy that are compared once for the policy, and not for every route that it is attached to. */
export function settingsOf(policy: Resource): FieldSettings {
  const { texts, aspects } = fieldSettings(policy, ["spec"], takenOf(policy));
  if (policy.kind !== "SecurityPolicy" && policy.kind !== "BackendTrafficPolicy") return { texts, aspects };
  return {
    texts: Object.fromEntries(Object.entries(texts).filter(([key]) => weighField(key) !== "protective")),
    aspects,
  };
}

/** Whether a policy of traffic only says how fast or how long: then it protects nothing, whatever it is meant for. */
export function isOnlyTuning(policy: Resource): boolean {
  if (policy.kind !== "BackendTrafficPolicy" && policy.kind !== "ClientTrafficPolicy") return false;
  const read = (readFields[policy.kind] ?? []).map((field) => `spec.${field.split(".", 1)[0]}`);
  return Object.keys(fieldSettings(policy, ["spec"], targetFields).texts).every(
    (key) => weighField(key) === "harmless" && !read.some((field) => key.startsWith(field)),
  );
}

const readFields: Readonly<Record<string, readonly string[]>> = {
  SecurityPolicy: [...securityFields, "authorization"],
  ClientTrafficPolicy: clientTrafficFields,
  BackendTrafficPolicy: ["rateLimit"],
  BackendTLSPolicy: ["validation", "tls"],
};

// The code and patches of a policy are read whole.
function takenOf({ kind, data }: Resource): readonly string[] {
  const read = Object.hasOwn(readFields, kind) ? readFields[kind] : undefined;
  return [...targetFields, ...(read ?? Object.keys(asObject(data.spec) ?? {}))];
}

function securityPart(attached: Attached): Part {
  const { spec, policies, disputed } = attached;
  const at = fieldsOf(policies);
  const authorization = readAuthorization(asObject(spec.authorization));
  const namespace = policies[0]?.namespace ?? null;
  const auth = disputed ? disputedAuth(policies) : allNeeded(securityAuth(spec, namespace), authorization.auth);
  const cors = asObject(spec.cors);
  return mergeParts([
    partOf({
      controls: { auth, sourceRange: authorization.sourceRange, ...(cors ? { cors: corsOf(cors) } : {}) },
      aspects: {
        auth: ["apiKeyAuth", "basicAuth", "jwt", "oidc", "extAuth", "authorization"].flatMap((name) => at(name)),
        sourceRange: at("authorization"),
        cors: at("cors"),
      },
    }),
    restOf(attached),
  ]);
}

function clientPart({ spec, policies }: Attached): Part {
  return clientTrafficPart(spec, policies[0]?.namespace ?? null, fieldsOf(policies));
}

function trafficPart(attached: Attached): Part {
  const { limit, special } = readRateLimit(attached.spec);
  const at = fieldsOf(attached.policies);
  return mergeParts([
    partOf({
      controls: { rateLimit: limit },
      texts: special === "" ? {} : { "BackendTrafficPolicy: spec.rateLimit": special },
      aspects: { ...aspectsFor(["rateLimit", "annotation"], at("rateLimit")) },
    }),
    restOf(attached),
  ]);
}

/** Code that runs in the proxy can switch off any other control. */
function extensionPart({ spec, policies }: Attached): Part {
  const rest = Object.fromEntries(
    Object.entries(spec).filter(([key]) => !(targetFields as readonly string[]).includes(key)),
  );
  const snippet: Snippet = [{ annotation: "EnvoyExtensionPolicy", text: stableText(rest) }];
  return partOf({ controls: { snippet }, aspects: aspectsFor(["snippet"], fieldsOf(policies)()) });
}

/** An EnvoyPatchPolicy as the free-form configuration that it is. */
export function patchSnippet(policy: Resource): Snippet {
  const { targetRef: _target, targetRefs: _targets, ...rest } = asObject(policy.data.spec) ?? {};
  return [{ annotation: `EnvoyPatchPolicy ${qualified(policy.namespace, policy.name)}`, text: stableText(rest) }];
}
