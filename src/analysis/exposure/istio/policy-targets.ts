import type { Resource } from "../../../kubernetes/resource.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, qualifiedName, specOf } from "../plain-items.ts";
import type { World } from "../world.ts";
import { labelTexts } from "./fields.ts";

/** The workloads that a policy counts for: the whole mesh, a namespace, pods with labels, or one object such as a Gateway. */
export type PolicyTarget =
  | { readonly kind: "mesh" }
  | { readonly kind: "namespace"; readonly namespace: string | undefined }
  | { readonly kind: "workloads"; readonly namespace: string | undefined; readonly labels: readonly string[] }
  | { readonly kind: "object"; readonly namespace: string | undefined; readonly name: string };

// The namespace of the control plane, unless somebody moved it.
const rootNamespace = "istio-system";

export function targetsOf(resource: Resource): readonly PolicyTarget[] {
  const spec = specOf(resource);
  const { namespace } = resource;
  const single = asObject(spec.targetRef);
  const refs = [...itemsOf(spec.targetRefs, []).map(({ value }) => value), ...(single ? [single] : [])];
  if (refs.length > 0)
    return refs.map((ref) => ({
      kind: "object",
      namespace: asText(ref.namespace) ?? namespace,
      name: `${asText(ref.kind) ?? ""} ${qualifiedName(asText(ref.namespace) ?? namespace, asText(ref.name) ?? "")}`,
    }));
  const labels = labelTexts(asObject(spec.selector)?.matchLabels);
  if (labels.length > 0) return [{ kind: "workloads", namespace, labels }];
  return [namespace === rootNamespace ? { kind: "mesh" } : { kind: "namespace", namespace }];
}

export function targetKey(target: PolicyTarget): string {
  switch (target.kind) {
    case "mesh":
      return "mesh";
    case "namespace":
      return `namespace ${target.namespace ?? ""}`;
    case "workloads":
      return `workloads ${target.namespace ?? ""} ${target.labels.join(",")}`;
    case "object":
      return target.name;
  }
}

/** The target as a message names it. */
export function targetLabel(target: PolicyTarget): string {
  switch (target.kind) {
    case "mesh":
      return "every workload of the mesh";
    case "namespace":
      return target.namespace === undefined
        ? "every workload of the namespace"
        : `every workload of namespace \`${target.namespace}\``;
    case "object":
      return `everything behind \`${target.name}\``;
    case "workloads": {
      const labels = `\`${target.labels.join(",")}\`${target.namespace === undefined ? "" : ` of namespace \`${target.namespace}\``}`;
      return target.labels.some((label) => /gateway/.test(label))
        ? `everything behind the gateway ${labels}`
        : `every workload ${labels}`;
    }
  }
}

/** Whether a policy for `outer` counts for `inner` as well. */
export function targetContains(outer: PolicyTarget, inner: PolicyTarget): boolean {
  if (outer.kind === "mesh") return true;
  if (inner.kind === "mesh") return false;
  // The root namespace's selectors choose pods of every namespace.
  const near = outer.namespace === inner.namespace || (outer.kind === "workloads" && outer.namespace === rootNamespace);
  if (outer.kind === "namespace") return near;
  if (outer.kind === "object") return inner.kind === "object" && outer.name === inner.name;
  if (inner.kind !== "workloads" || !near) return false;
  const labels = new Set(inner.labels);
  return outer.labels.every((label) => labels.has(label));
}

/** A policy with its targets, each of which is a subject of its own. */
export interface Targeted {
  readonly resource: Resource;
  readonly targets: readonly PolicyTarget[];
}

export function targetedObjects(world: World, group: string, kind: string): readonly Targeted[] {
  return world.of(group, kind).map((resource) => ({ resource, targets: targetsOf(resource) }));
}

/** The distinct targets of policies by key. */
export function distinctTargets(policies: readonly Targeted[]): ReadonlyMap<string, PolicyTarget> {
  return new Map(policies.flatMap(({ targets }) => targets.map((target) => [targetKey(target), target] as const)));
}

/** The keys of the targets that contain one, the closest first: what counts where the target has no policy of its own. */
export function widerKeys(target: PolicyTarget, all: Iterable<PolicyTarget>): readonly string[] {
  const key = targetKey(target);
  const parents: PolicyTarget[] =
    target.kind === "mesh" ? [] : [{ kind: "namespace", namespace: target.namespace }, { kind: "mesh" }];
  const wider = [...all, ...parents].filter((other) => targetKey(other) !== key && targetContains(other, target));
  return [...new Set(wider.sort((a, b) => closeness(b) - closeness(a)).map(targetKey))];
}

function closeness(target: PolicyTarget): number {
  const rank = { mesh: 0, namespace: 1, object: 2, workloads: 2 };
  return rank[target.kind] + (target.kind === "workloads" ? target.labels.length : 0);
}
