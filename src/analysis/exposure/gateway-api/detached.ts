import type { Resource } from "../../../kubernetes/resource.ts";
import { meansThing, type Target, type Thing, targetFields, targetsOf } from "../envoy-gateway/attachment.ts";
import { envoyPolicyKinds, isOnlyTuning, patchSnippet, settingsOf } from "../envoy-gateway/policies.ts";
import { asObject } from "../plain-fields.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { weigh } from "./build-route.ts";
import type { Door } from "./doors.ts";
import { envoyGroup, gatewayGroup, mayBeSameNamespace, qualified } from "./names.ts";
import { readFrontTargets } from "./policy-targets.ts";
import type { RouteObject } from "./route-object.ts";

/**
 * A scope per policy that says which of its targets do not exist, so that a policy that loses its target is a change. A namespace
 * without any object of the target's kind has nothing that the policy could have been meant for.
 */
export function policyScopes(world: World, objects: readonly RouteObject[], doors: readonly Door[]): Scope[] {
  const policies = [
    ...[...envoyPolicyKinds, "EnvoyPatchPolicy"].flatMap((kind) => world.of(envoyGroup, kind)),
    ...world.of(gatewayGroup, "BackendTLSPolicy"),
  ];
  if (policies.length === 0) return [];
  const lookUp = readFrontTargets(world, objects, doors);
  return policies.flatMap((policy) => {
    const targets = targetsOf(policy).map((target) => withDefaults(target, policy));
    const missing = targets.filter((target) => !lookUp.things(target).some((thing) => isMeant(target, policy, thing)));
    if (missing.length < targets.length || (targets.length > 0 && isOnlyTuning(policy))) world.use(policy);
    const telling = missing.filter((target) =>
      lookUp.things({ ...target, name: undefined }).some((thing) => isNear(thing, policy)),
    );
    return targets.length === 0 ? [] : [policyScope(policy, telling)];
  });
}

// The targets of a BackendTLSPolicy are Services of the core group.
function withDefaults(target: Target, policy: Resource): Target {
  if (policy.kind !== "BackendTLSPolicy") return target;
  return { ...target, group: "", kind: target.kind === "" ? "Service" : target.kind };
}

interface Sectioned extends Thing {
  /** The names of its rules, listeners or ports; undefined where these are not known. */
  readonly sections?: ReadonlySet<string>;
}

function isMeant(target: Target, policy: Resource, thing: Sectioned): boolean {
  if (!meansThing(target, policy, thing)) return false;
  return target.section === undefined || !thing.sections || thing.sections.has(target.section);
}

function isNear(thing: Thing, policy: Resource): boolean {
  return mayBeSameNamespace(policy.namespace ?? null, thing.namespace);
}

function policyScope(policy: Resource, missing: readonly Target[]): Scope {
  const { kind, namespace, name } = policy;
  const ineffective = missing.map(textOf).sort();
  const settings = settingsOf(policy);
  const isPatch = kind === "EnvoyPatchPolicy";
  const targets = targetFields
    .filter((field) => asObject(policy.data.spec)?.[field] !== undefined)
    .map((field) => ({ resource: policy, path: ["spec", field] }));
  return {
    key: `${kind} ${qualified(namespace, name)}`,
    label: `${kind} \`${qualified(namespace, name)}\``,
    resource: policy,
    reach: "unknown",
    controls: { ineffective, ...(isPatch ? { snippet: patchSnippet(policy) } : {}) },
    // A policy that comes without a target protected nothing before either.
    otherwise: { ineffective },
    annotations: settings.texts,
    weigh,
    assumptions: [],
    where: (facet) => {
      if (facet === "snippet") return [{ resource: policy, path: ["spec"] }];
      return facet === "annotation" ? settings.aspects : targets;
    },
  };
}

function textOf({ kind, name, selector, section }: Target): string {
  if (selector) return `spec.targetSelectors: no ${kind} has the labels`;
  const part = section === undefined ? "" : ` with a part named ${section}`;
  return `spec.targetRefs: there is no ${kind} ${name ?? ""}${part}`;
}
