import type { Location } from "../../../kubernetes/location.ts";
import type { FieldPath, Resource } from "../../../kubernetes/resource.ts";
import { grouped } from "../../exposure/grouped.ts";
import { labelsOfNamespace, sameLabels } from "../cluster.ts";
import type { FlowCause } from "../connectivity-change.ts";
import { policyIdentity } from "../policy-identity.ts";
import { namespacedTier, type TrafficPolicy } from "../traffic-policy.ts";
import { podTemplatePath } from "../workload.ts";
import { isApplicationGone } from "./application-gone.ts";
import { decidingRules, type TargetDiff } from "./compare-target.ts";
import type { States } from "./compared-states.ts";

/** What in the repository made a difference, and where it stands. */
export interface Cause {
  readonly kind: FlowCause;
  /** Sorted by identity; the first names the change. */
  readonly objects: readonly Resource[];
  readonly because: readonly Location[];
}

interface Place {
  readonly policy: TrafficPolicy;
  readonly path: FieldPath;
}

/** `opens`: the cause of what was gained; otherwise of what was lost. */
export function causeOf(diff: TargetDiff, opens: boolean, states: States): Cause {
  const places = placesOf(diff, opens);
  const changed = places.filter(({ policy }) => !states.isUnchanged(policy.resource));
  const all = [...diff.before, ...diff.after].filter(({ resource }) => !states.isUnchanged(resource));
  const telling = changed.length > 0 ? changed : all.map((policy) => ({ policy, path: policy.subjectPath }));
  if (telling.length > 0) return policyCause(telling, diff, opens, states);
  return labelCause(diff, states) ?? policyCause(places, diff, opens, states);
}

/** Where the rules stand that decide about the difference, those of the later state first. */
function placesOf(diff: TargetDiff, opens: boolean): readonly Place[] {
  const { traffic, before, after, wasIsolated, isIsolated } = diff;
  const flows = opens ? diff.gained : diff.lost;
  const [from, to] = opens ? [before, after] : [after, before];
  const isolating = (policies: readonly TrafficPolicy[]) =>
    policies.flatMap((policy): Place[] => {
      const section = policy[traffic];
      return section?.isolates ? [{ policy, path: section.path }] : [];
    });
  // What isolated the pods is gone, or is new.
  if (opens && wasIsolated && !isIsolated) return isolating(before);
  if (!opens && !wasIsolated && isIsolated) return isolating(after);
  const ruled = (policies: readonly TrafficPolicy[], allows: boolean) =>
    decidingRules(policies, traffic, flows, allows).map(({ policy, rule }) => ({ policy, path: rule.path }));
  const allowing = ruled(to, true);
  const refusing = ruled(from, false);
  return opens ? [...allowing, ...refusing] : [...refusing, ...allowing];
}

function policyCause(places: readonly Place[], diff: TargetDiff, opens: boolean, states: States): Cause {
  const objects = distinct(places.map(({ policy }) => policy.resource));
  const gone = opens && !diff.isIsolated && objects.every((resource) => isApplicationGone(resource, diff, states));
  const isClusterWide = places.some(({ policy }) => policy.precedence.tier !== namespacedTier);
  return {
    kind: gone ? "application-removed" : isClusterWide ? "cluster-policy" : "policy",
    objects,
    because: places.flatMap(({ policy, path }) => locationsOf(policy, path, states)),
  };
}

/** On the side where the policy stands, and for what is gone also where it stood. */
function locationsOf({ resource }: TrafficPolicy, path: FieldPath, { before, after }: States): readonly Location[] {
  const own = resource.locate(path);
  const namesakes = byName((own.side === "before" ? after : before).resources).get(resource.name) ?? [];
  const elsewhere = namesakes.find((other) => policyIdentity(other) === policyIdentity(resource));
  if (elsewhere === undefined) return [own.side === "before" ? resource.locate([]) : own];
  const other = elsewhere.locate(path);
  return own.side === "after" ? [own] : [other, own];
}

const indexes = new WeakMap<readonly Resource[], ReadonlyMap<string, readonly Resource[]>>();

function byName(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const index = indexes.get(resources) ?? grouped(resources, ({ name }) => name);
  indexes.set(resources, index);
  return index;
}

function labelCause({ pair }: TargetDiff, { before, after }: States): Cause | undefined {
  const [was, is] = [pair.before.workload, pair.after.workload];
  if (was && is && (!sameLabels(was.labels, is.labels) || was.hostNetwork !== is.hostNetwork)) {
    const path = [...(podTemplatePath(is.resource) ?? []), "metadata", "labels"];
    return {
      kind: "workload-labels",
      objects: [is.resource],
      because: [is.resource.locate(path), was.resource.locate(path)],
    };
  }
  const names = [...new Set([...before.cluster.namespaces.keys(), ...after.cluster.namespaces.keys()])];
  const shifted = names.filter(
    (name) => !sameLabels(labelsOfNamespace(before.cluster, name), labelsOfNamespace(after.cluster, name)),
  );
  const sides = shifted.flatMap((name) => [after.cluster.namespaces.get(name), before.cluster.namespaces.get(name)]);
  const objects = sides.flatMap((one) => (one ? [one.resource] : []));
  if (objects.length === 0) return undefined;
  return {
    kind: "namespace-labels",
    objects: distinct(objects),
    because: objects.map((resource) => resource.locate(["metadata", "labels"])),
  };
}

function distinct(resources: readonly Resource[]): readonly Resource[] {
  const byIdentity = new Map<string, Resource>();
  for (const resource of resources) {
    const key = policyIdentity(resource);
    if (!byIdentity.has(key)) byIdentity.set(key, resource);
  }
  return [...byIdentity].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, resource]) => resource);
}
