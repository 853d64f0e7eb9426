import { isOfConnectivity } from "../../../kubernetes/kinds.ts";
import { type Plain, type Resource, refOf } from "../../../kubernetes/resource.ts";
import { keyOf as textOfPlain } from "../../plain-differences.ts";
import { workloadsByLabel } from "../by-label.ts";
import { type Cluster, labelsOfNamespace, type Workload } from "../cluster.ts";
import type { OtherConnectivityChange } from "../connectivity-change.ts";
import { type ConnectivityState, pinnedNamespaces } from "../connectivity-state.ts";
import { namespaceOf } from "../namespace-of.ts";
import { admitsPod } from "../pod-algebra.ts";
import { classOf } from "../pod-class.ts";
import { policyIdentity } from "../policy-identity.ts";
import type { PolicyProblem, TrafficPolicy } from "../traffic-policy.ts";
import type { States } from "./compared-states.ts";
import { keyOf } from "./paired-workloads.ts";
import { type TargetFacts, targetOf } from "./target-facts.ts";

/** Policies that selected workloads of the repository and select none any more, while these or others are still there. */
export function orphanedPolicies(
  { before, after, concerns }: States,
  facts: TargetFacts,
): readonly OtherConnectivityChange[] {
  const earlier = new Map(before.policies.map((policy) => [policyIdentity(policy.resource), policy]));
  return after.policies.flatMap((policy): OtherConnectivityChange[] => {
    const was = earlier.get(policyIdentity(policy.resource));
    if (!was || isForAll(policy) || !concerns(namespaceOf(policy.resource))) return [];
    const selectedBefore = selectedWorkloads(was, before);
    if (selectedBefore.length === 0 || selectedWorkloads(policy, after).length > 0) return [];
    const rest = after.cluster.workloadsIn.get(namespaceOf(policy.resource)) ?? [];
    if (rest.length === 0) return [];
    const targets = selectedBefore.map((workload) => targetOf(classOf(workload), facts));
    const known = new Set(before.cluster.workloads.map(keyOf));
    const left = new Set(rest.map(keyOf));
    // A leftover where its workloads are simply gone; otherwise somebody took their place, or they were relabelled.
    const isLeftover =
      rest.every((one) => known.has(keyOf(one))) && !selectedBefore.some((one) => left.has(keyOf(one)));
    return [
      {
        ...shared(policy.resource, facts.view, isLeftover ? "neutral" : "widened"),
        kind: "orphaned",
        targets,
        directions: [],
        effect: { kind: "orphaned", policy: policyIdentity(policy.resource) },
        before: targets.map(({ workload }) => workload),
        after: null,
        because: [policy.resource.locate(policy.subjectPath)],
      },
    ];
  });
}

/** What cannot be evaluated and could not be, or was something else, before. */
export function problemChanges({ before, after }: States, view: string): readonly OtherConnectivityChange[] {
  const known = new Set(before.problems.map(problemKey));
  const left = new Set(after.problems.map(problemKey));
  const policies = new Set(after.resources.map(policyIdentity));
  const came = after.problems.filter((problem) => !known.has(problemKey(problem)));
  const went = before.problems.filter(
    (problem) => !left.has(problemKey(problem)) && !came.some((one) => sameObject(one, problem)),
  );
  return [
    ...came.map((problem) => problemChange(problem, view, false)),
    ...went.map((problem) => problemChange(problem, view, policies.has(policyIdentity(problem.resource)))),
  ].sort((a, b) => (textOfPlain(a.effect) < textOfPlain(b.effect) ? -1 : 1));
}

function problemChange(
  { resource, path, problem, text }: PolicyProblem,
  view: string,
  wasMended: boolean,
): OtherConnectivityChange {
  return {
    ...shared(resource, view, "unknown"),
    kind: "not-understood",
    targets: [],
    directions: [],
    problem: wasMended ? `${problem} (this was so before, and is gone)` : problem,
    effect: { kind: "not-understood", policy: policyIdentity(resource), text, wasMended },
    before: null,
    after: null,
    because: [resource.locate(path)],
  };
}

/** Policies whose text changed, came or went without any effect that something else tells. */
export function rewrittenPolicies(
  states: States,
  facts: TargetFacts,
  isTold: (resource: Resource) => boolean,
): readonly OtherConnectivityChange[] {
  const { before, after } = states;
  const sides = new Map<string, { before?: Resource; after?: Resource }>();
  for (const [side, state] of [
    ["before", before],
    ["after", after],
  ] as const)
    for (const resource of policyObjects(state))
      if (!states.isUnchanged(resource)) {
        const key = policyIdentity(resource);
        sides.set(key, { ...sides.get(key), [side]: resource });
      }
  return [...sides]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([identity, one]): OtherConnectivityChange[] => {
      const resource = one.after ?? one.before;
      if (!resource || isTold(resource)) return [];
      return [
        {
          ...shared(resource, facts.view, "neutral"),
          kind: "rewritten",
          targets: [],
          directions: [],
          effect: { kind: "rewritten", policy: identity, from: specOf(one.before), to: specOf(one.after) },
          before: one.before ? "there" : null,
          after: one.after ? "there" : null,
          because: [resource.locate(["spec"])],
        },
      ];
    });
}

function policyObjects({ resources }: ConnectivityState): readonly Resource[] {
  return resources.filter(isOfConnectivity);
}

function specOf(resource: Resource | undefined): Plain {
  return resource?.data.spec ?? resource?.data.specs ?? null;
}

function isForAll({ subject }: TrafficPolicy): boolean {
  return subject.some(({ pod }) => pod.size === 0);
}

function selectedWorkloads({ subject }: TrafficPolicy, { cluster }: ConnectivityState) {
  const pinned = subject.map(({ namespace }) => pinnedNamespaces(namespace));
  const workloads = pinned.includes(undefined) ? cluster.workloads : inNamespaces([...new Set(pinned.flat())], cluster);
  const [box] = subject;
  const candidates = box && subject.length === 1 ? workloadsByLabel(workloads, box.pod) : workloads;
  return candidates.filter(({ namespace, labels }) =>
    admitsPod(subject, labelsOfNamespace(cluster, namespace), labels),
  );
}

function inNamespaces(names: readonly (string | undefined)[], { workloadsIn }: Cluster): readonly Workload[] {
  const [name] = names;
  if (names.length === 1) return workloadsIn.get(name ?? "") ?? [];
  return names.flatMap((one) => workloadsIn.get(one ?? "") ?? []);
}

function problemKey({ resource, text }: PolicyProblem): string {
  return `${policyIdentity(resource)}\n${text}`;
}

function sameObject(a: PolicyProblem, b: PolicyProblem): boolean {
  return policyIdentity(a.resource) === policyIdentity(b.resource);
}

function shared(resource: Resource, view: string, direction: OtherConnectivityChange["direction"]) {
  return { topic: "connectivity" as const, view, direction, resource: refOf(resource) };
}
