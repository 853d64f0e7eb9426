import { createHash } from "node:crypto";
import type { PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { AuthAtom, AuthFormula } from "../auth-formula.ts";
import { type Auth, noAuth } from "../controls/auth.ts";
import { fieldSettings, weighField } from "../field-settings.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { itemsOf, qualifiedName, specOf } from "../plain-items.ts";
import { type Aspect, stableText } from "../route.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { ruleText, waysOfRule } from "./authorization-rules.ts";
import { securityGroup } from "./fields.ts";
import {
  distinctTargets,
  type PolicyTarget,
  type Targeted,
  targetContains,
  targetedObjects,
  targetKey,
  targetLabel,
  widerKeys,
} from "./policy-targets.ts";

/**
 * AuthorizationPolicy per target, evaluated as CUSTOM refuses, DENY refuses, no ALLOW policy lets everybody in, else one ALLOW rule
 * has to fit. Every policy that counts for a target is part of its scope; where a target has no policy of its own, a wider one counts.
 */
export function authorizationScopes(world: World): Scope[] {
  const policies = targetedObjects(world, securityGroup, "AuthorizationPolicy");
  const tokens = targetedObjects(world, securityGroup, "RequestAuthentication");
  const all = distinctTargets(policies);
  for (const { resource } of [...policies, ...tokens]) world.use(resource);
  const scopes = [...all.values()].map((target) =>
    targetScope(target, applying(policies, target), applying(tokens, target), all),
  );
  return [...scopes, ...policies.flatMap(restScope), ...tokens.map(tokenScope)];
}

const prefix = "Istio authorization ";

function applying(policies: readonly Targeted[], target: PolicyTarget): Resource[] {
  return policies
    .filter(({ targets }) => targets.some((one) => targetContains(one, target)))
    .map(({ resource }) => resource);
}

function targetScope(
  target: PolicyTarget,
  policies: readonly Resource[],
  tokens: readonly Resource[],
  all: ReadonlyMap<string, PolicyTarget>,
): Scope {
  const wider = widerKeys(target, all.values()).map((key) => prefix + key);
  const rest = {
    key: prefix + targetKey(target),
    label: targetLabel(target),
    reach: "unknown" as const,
    within: wider,
  };
  const denying = policies.filter((policy) => actionOf(policy) === "DENY");
  const deciding = policies.filter((policy) => !denying.includes(policy) && actionOf(policy) !== "AUDIT");
  const [first] = policies.filter((policy) => [...deciding, ...denying].includes(policy));
  return {
    ...rest,
    resource: first ?? (policies[0] as Resource),
    controls: { auth: authOf(deciding, issuersOf(tokens)), denials: denialsOf(denying) },
    annotations: {},
    weigh: weighField,
    assumptions: ["the control plane of the mesh is in `istio-system`"],
    where: (facet) => [...(facet === "denials" ? denying : deciding), ...policies.filter(isAudit)].flatMap(rulePlaces),
  };
}

// Each rule is a reason of its own, so that the one that changed is shown.
function rulePlaces(resource: Resource): Aspect[] {
  const rules = (asList(specOf(resource).rules) ?? []).map((_, index) => ({
    resource,
    path: ["spec", "rules", index],
  }));
  return [
    ...(rules.length > 0 ? rules : [{ resource, path: ["spec", "rules"] }]),
    { resource, path: ["spec", "action"] },
    { resource, path: ["metadata", "annotations", dryRun] },
  ];
}

const dryRun = "istio.io/dry-run";

// A dry run only writes what it would have decided (istio.io/dry-run).
function actionOf({ annotations, data }: Resource): string {
  const isDryRun = Object.hasOwn(annotations, dryRun) && annotations[dryRun] === "true";
  return isDryRun ? "AUDIT" : (asText(asObject(data.spec)?.action) ?? "ALLOW");
}

function isAudit(resource: Resource): boolean {
  return actionOf(resource) === "AUDIT";
}

function rulesOf(resource: Resource): readonly PlainObject[] {
  // An empty entry is a rule that fits everything.
  return (asList(specOf(resource).rules) ?? []).map((rule) => asObject(rule) ?? {});
}

function issuersOf(tokens: readonly Resource[]): string {
  const issuers = tokens.flatMap((resource) =>
    itemsOf(specOf(resource).jwtRules, []).map(({ value }) => asText(value.issuer) ?? ""),
  );
  return [...new Set(issuers)].sort().join(", ") || "an issuer that is not named here";
}

function authOf(policies: readonly Resource[], issuers: string): Auth {
  const allowing = policies.filter((policy) => actionOf(policy) === "ALLOW");
  const asked = policies.filter((policy) => actionOf(policy) === "CUSTOM").flatMap(externalChecks);
  const unknown = policies.map(actionOf).find((action) => action !== "ALLOW" && action !== "CUSTOM");
  if (unknown !== undefined) return { kind: "unreadable", text: `action ${unknown}` };
  const rules = allowing.flatMap(rulesOf);
  if (rules.length > mostRules) return { kind: "unreadable", text: `${rules.length} rules (${digest(rules)})` };
  const open = allowing.length === 0 ? [[]] : rules.flatMap((rule) => waysOfRule(rule, issuers));
  return { ...noAuth, ways: normalForm(open.map((way) => [...way, ...asked])) };
}

// The comparison of two formulas is quadratic.
const mostRules = 300;

function digest(rules: readonly PlainObject[]): string {
  return createHash("sha256").update(stableText(rules)).digest("hex").slice(0, 12);
}

function externalChecks(resource: Resource): AuthAtom[] {
  const provider = asText(asObject(specOf(resource).provider)?.name) ?? "";
  return rulesOf(resource).map((rule) => {
    const text = ruleText(rule);
    return { kind: "external", by: text === "every request" ? provider : `${provider} for ${text}` };
  });
}

// A way that asks for nothing makes every other one superfluous.
function normalForm(ways: AuthFormula): AuthFormula {
  if (ways.some((way) => way.length === 0)) return [[]];
  const distinct = new Map(ways.map((way) => [JSON.stringify(way), way]));
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, way]) => way);
}

function denialsOf(policies: readonly Resource[]): string[] {
  return [...new Set(policies.flatMap(rulesOf).map(ruleText))].sort();
}

/** Policies that only write a log, and fields that are newer than this reader. */
function restScope({ resource }: Targeted): Scope[] {
  const audits = actionOf(resource) === "AUDIT";
  const left = fieldSettings(
    resource,
    ["spec"],
    audits ? [] : ["selector", "targetRef", "targetRefs", "action", "rules", "provider.name"],
  );
  if (Object.keys(left.texts).length === 0) return [];
  const name = qualifiedName(resource.namespace, resource.name);
  return [
    {
      key: `Istio AuthorizationPolicy ${name} settings`,
      label: `AuthorizationPolicy \`${name}\``,
      resource,
      reach: "cluster",
      controls: {},
      annotations: left.texts,
      weigh: weighField,
      assumptions: [],
      where: () => left.aspects,
    },
  ];
}

/** RequestAuthentication lets requests without a token pass: which tokens it accepts, and how it checks them, is compared as text. */
function tokenScope({ resource }: Targeted): Scope {
  const left = fieldSettings(resource, ["spec"], []);
  const name = qualifiedName(resource.namespace, resource.name);
  return {
    key: `Istio RequestAuthentication ${name}`,
    label: `tokens that RequestAuthentication \`${name}\` checks`,
    resource,
    reach: "cluster",
    controls: {},
    annotations: left.texts,
    weigh: () => "protective",
    assumptions: [],
    where: () => left.aspects,
  };
}
