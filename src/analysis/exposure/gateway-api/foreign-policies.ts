import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlName } from "../control-values.ts";
import { asList, asObject } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";
import { envoyGroup, mayBeSameNamespace, qualified, type Ref, readRef, routeKinds, specOf } from "./names.ts";
import { aspectsFor, noPart, type Part, partOf } from "./part.ts";

/** Policies of other vendors that attach to Gateways, routes and Services: what they ask for is not read. */
export function readForeignPolicies(world: World) {
  const byTarget = new Map<string, { readonly policy: Resource; readonly ref: Ref }[]>();
  for (const policy of world.resources.filter(isForeign))
    for (const ref of targetsOf(policy)) {
      const key = `${ref.kind}/${ref.name}`;
      const known = byTarget.get(key);
      if (known) known.push({ policy, ref });
      else byTarget.set(key, [{ policy, ref }]);
    }
  return {
    /** The policies that target one of the objects. */
    partFor(things: readonly Pick<Ref, "kind" | "namespace" | "name">[]): Part {
      const found = things.flatMap(({ kind, namespace, name }) =>
        (byTarget.get(`${kind}/${name}`) ?? []).filter(({ ref }) => mayBeSameNamespace(ref.namespace, namespace)),
      );
      return found.length === 0 ? noPart : foreignPart([...new Set(found.map(({ policy }) => policy))]);
    },
  };
}

/** The controls that a policy which nobody reads may decide: they are not known on its routes. */
export const controlsOfForeign: readonly ControlName[] = ["rateLimit", "sourceRange", "waf"];

export function isForeignPart(part: Part): boolean {
  return Object.keys(part.texts).length > 0;
}

function isForeign(resource: Resource): boolean {
  const spec = specOf(resource);
  if (spec.targetRef === undefined && spec.targetRefs === undefined) return false;
  return resource.group !== envoyGroup && resource.kind !== "BackendTLSPolicy";
}

function targetsOf(policy: Resource): Ref[] {
  const spec = specOf(policy);
  const refs = [...(spec.targetRef === undefined ? [] : [spec.targetRef]), ...(asList(spec.targetRefs) ?? [])];
  const kinds = new Set<string>([...routeKinds, "Gateway", "Service", "ListenerSet"]);
  return refs.flatMap((value) => {
    const ref = readRef(value, { group: "", kind: "", namespace: policy.namespace ?? null });
    return ref && kinds.has(ref.kind) && asObject(value) ? [ref] : [];
  });
}

function foreignPart(policies: readonly Resource[]): Part {
  const names = policies.map(({ kind, namespace, name }) => `${kind} ${qualified(namespace, name)}`).sort();
  const aspects = policies.slice(0, 10).map((resource): Aspect => ({ resource, path: ["spec"] }));
  const asking = names.filter((name) => /^\S*(auth|security|access|oidc|jwt|iap|GCPBackendPolicy)/i.test(name));
  return partOf({
    controls: asking.length > 0 ? { auth: { kind: "unreadable", text: asking.join(", ") } } : {},
    texts: { "attached policies: spec": names.join(", ") },
    aspects: aspectsFor(["auth", "annotation"], aspects),
  });
}
