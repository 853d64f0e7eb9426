import type { View } from "../../../kubernetes/desired-state.ts";
import { isOfConnectivity } from "../../../kubernetes/kinds.ts";
import type { Resource } from "../../../kubernetes/resource.ts";
import { keyOf } from "../../plain-differences.ts";
import { unchangedData } from "../../unchanged-data.ts";
import { labelsOfNamespace, type Workload } from "../cluster.ts";
import {
  type ConnectivityState,
  connectivityState,
  type OtherLabels,
  pinnedNamespaces,
} from "../connectivity-state.ts";
import { holdsLabels } from "../label-box.ts";
import { namespaceOf } from "../namespace-of.ts";
import { namespaceNameLabel } from "../peer-set.ts";
import { policyIdentity } from "../policy-identity.ts";
import type { TrafficPolicy } from "../traffic-policy.ts";
import { podTemplatePath, readWorkload } from "../workload.ts";
import type { GeneratorRoots, States } from "./compared-states.ts";
import { placedResources } from "./placed-resources.ts";

/** Both states of a view, and what of them may give another answer; undefined where nothing may. */
export function statesOf(view: View, generators: GeneratorRoots = noGenerators): States | undefined {
  const { before, after } = placedResources(view, generators.kustomizations);
  const changed = changedObjects(before, after);
  if (changed.before.length + changed.after.length === 0) return undefined;
  const [was, is] = [labelsByNamespace(before), labelsByNamespace(after)];
  const declared = new Set([...before, ...after].filter(isNamespace).map(({ name }) => name));
  const inBoth = (labels: OtherLabels) =>
    new Map([...labels].filter(([name]) => was.has(name) && is.has(name) && declared.has(name)));
  const states = {
    before: connectivityState(before, inBoth(is)),
    after: connectivityState(after, inBoth(was)),
  };
  const objects = new Set([...changed.before, ...changed.after]);
  return {
    ...states,
    isUnchanged: (resource) => !objects.has(resource),
    concerns: concernedNamespaces(objects, states),
    generators,
  };
}

const noGenerators: GeneratorRoots = { before: [], after: [] };

/**
 * The namespaces of changed policies and workloads, and every namespace where a policy counts for many or labels of namespaces
 * changed.
 */
function concernedNamespaces(
  changed: ReadonlySet<Resource>,
  states: { readonly before: ConnectivityState; readonly after: ConnectivityState },
): States["concerns"] {
  const names = new Set<string>();
  for (const { policies, cluster } of [states.before, states.after]) {
    const read = new Set(policies.map(({ resource }) => resource));
    for (const { resource, subject } of policies) {
      if (!changed.has(resource)) continue;
      const pinned = subject.map(({ namespace }) => pinnedNamespaces(namespace));
      if (pinned.includes(undefined)) return () => true;
      for (const name of pinned.flat()) if (name !== undefined) names.add(name);
    }
    for (const { resource, namespace } of cluster.workloads) if (changed.has(resource)) names.add(namespace);
    for (const resource of changed)
      if (isNamespace(resource) || (isOfConnectivity(resource) && !read.has(resource) && isRead(resource, states)))
        return () => true;
  }
  return (name) => names.has(name);
}

/** Sets of addresses and tiers are no policies: any policy may refer to them. A policy that was not read is a problem of its own. */
function isRead(
  resource: Resource,
  { before, after }: { readonly before: ConnectivityState; readonly after: ConnectivityState },
) {
  const known = (state: ConnectivityState) =>
    [...state.policies, ...state.problems].some((one) => one.resource === resource);
  return !known(before) && !known(after);
}

/** Equal policies give equal answers, unless labels of namespaces or sets of addresses that they refer to changed. */
export function sameAnswers(states: States) {
  const isAlike = answersAlike(states);
  return (one: readonly TrafficPolicy[], other: readonly TrafficPolicy[]) => {
    if (one.length !== other.length) return false;
    const identities = new Set(other.map(({ resource }) => policyIdentity(resource)));
    return one.every((policy) => isAlike(policy) && identities.has(policyIdentity(policy.resource)));
  };
}

/** Whether a policy of either state gives the same answers in the other one. */
export function answersAlike({ before, after, isUnchanged }: States): (policy: TrafficPolicy) => boolean {
  const changed = [before, after].flatMap(({ resources }) => resources.filter((resource) => !isUnchanged(resource)));
  const policies = new Set([...before.policies, ...after.policies].map(({ resource }) => resource));
  const setsChanged = changed.some((resource) => isOfConnectivity(resource) && !policies.has(resource));
  if (setsChanged) return () => false;
  const isShifted = shiftedBy(
    changed.filter(isNamespace).map(({ name }) => name),
    before,
    after,
  );
  return (policy) => isUnchanged(policy.resource) && !isShifted(policy);
}

/** Whether a selector of the policy gives another answer for a namespace whose labels changed. */
function shiftedBy(names: readonly string[], before: ConnectivityState, after: ConnectivityState) {
  const shifts = [...new Set(names)].map((name) => ({
    was: labelsOfNamespace(before.cluster, name),
    is: labelsOfNamespace(after.cluster, name),
  }));
  const isShifted = ({ subject, ingress, egress }: TrafficPolicy): boolean => {
    const rules = [...(ingress?.rules ?? []), ...(egress?.rules ?? [])];
    const boxes = [...subject, ...rules.flatMap(({ peers }) => peers.pods)];
    return shifts.some(({ was, is }) =>
      boxes.some(({ namespace }) => holdsLabels(namespace, was) !== holdsLabels(namespace, is)),
    );
  };
  if (shifts.length === 0) return () => false;
  const policies = [...before.policies, ...after.policies].filter(isShifted);
  const shifted = new Set(policies.map(({ resource }) => resource));
  return ({ resource }: TrafficPolicy) => shifted.has(resource);
}

/** The objects of either state that the other one does not hold with equal meaning. A file is parsed anew for a change of one of its objects. */
function changedObjects(before: readonly Resource[], after: readonly Resource[]) {
  const stays = unchangedData({ before, after });
  const own = (side: readonly Resource[]) => side.filter(({ data }) => !stays.has(data));
  const contents = (side: readonly Resource[]) =>
    new Map(
      own(side).flatMap((resource): [Resource, string][] => {
        const content = contentOf(resource);
        return content === undefined ? [] : [[resource, content]];
      }),
    );
  const [was, is] = [contents(before), contents(after)];
  const without = (side: ReadonlyMap<Resource, string>, other: ReadonlyMap<Resource, string>) => {
    const equal = new Set(other.values());
    return [...side].filter(([, content]) => !equal.has(content)).map(([resource]) => resource);
  };
  return { before: without(was, is), after: without(is, was) };
}

/** Everything of an object that connections can depend on; undefined where none does. */
function contentOf(resource: Resource): string | undefined {
  const { labels, data } = resource;
  if (isNamespace(resource)) return keyOf(["Namespace", resource.name, labels]);
  if (isOfConnectivity(resource))
    return keyOf([
      policyIdentity(resource),
      // Policies select these by their labels.
      /Set$|^HostEndpoint$/.test(resource.kind) ? labels : null,
      data.spec ?? null,
      data.specs ?? null,
    ]);
  const workload = readWorkload(resource);
  return workload ? workloadContent(workload) : undefined;
}

function workloadContent({ namespace, name, labels, ports, hostNetwork }: Workload): string {
  return JSON.stringify([namespace, name, keyOf(labels), ports, hostNetwork]);
}

/** A namespace in which workloads of the repository are is there without a manifest of its own, with no label but its name. */
function labelsByNamespace(resources: readonly Resource[]): OtherLabels {
  const names = resources.flatMap((resource) => (podTemplatePath(resource) ? [namespaceOf(resource)] : []));
  return new Map([
    ...names.map((name): [string, OtherLabelsOfOne] => [name, { [namespaceNameLabel]: name }]),
    ...resources
      .filter(isNamespace)
      .map(({ name, labels }): [string, OtherLabelsOfOne] => [name, { ...labels, [namespaceNameLabel]: name }]),
  ]);
}

type OtherLabelsOfOne = Readonly<Record<string, string>>;

function isNamespace({ group, kind }: Pick<Resource, "group" | "kind">): boolean {
  return group === "" && kind === "Namespace";
}
