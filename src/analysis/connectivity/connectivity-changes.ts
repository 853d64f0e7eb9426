import type { View } from "../../kubernetes/desired-state.ts";
import { isOfConnectivity } from "../../kubernetes/kinds.ts";
import { identityOf, type Resource, refOf } from "../../kubernetes/resource.ts";
import { unchangedData } from "../unchanged-data.ts";
import { compareTarget, type TargetDiff } from "./compare/compare-target.ts";
import type { GeneratorRoots, States } from "./compare/compared-states.ts";
import { flowChanges } from "./compare/flow-changes.ts";
import { bypassChanges, unisolatedWorkloads } from "./compare/open-pods.ts";
import { orphanedPolicies, problemChanges, rewrittenPolicies } from "./compare/policy-changes.ts";
import { relabelledPeers } from "./compare/relabelled-peers.ts";
import { sameAnswers, statesOf } from "./compare/states.ts";
import { targetFacts } from "./compare/target-facts.ts";
import { type TargetPair, targetsOf } from "./compare/targets.ts";
import { zoneMoves } from "./compare/zone-moves.ts";
import type { ConnectivityChange, FlowChange } from "./connectivity-change.ts";
import { listed, quoted } from "./describe-names.ts";
import { TooManyBoxes } from "./pod-algebra.ts";
import type { PodClass } from "./pod-class.ts";
import type { TrafficDirection } from "./traffic-policy.ts";
import type { ZoneFacts } from "./zone-facts.ts";

export interface ConnectivityOptions {
  readonly zones?: readonly ZoneFacts[];
  readonly generators?: GeneratorRoots;
  /** Public hosts whose routes lead to some of the pods in the later state. */
  readonly hostsOf?: (pods: readonly PodClass[]) => readonly string[];
}

/**
 * Which connections between pods became possible or impossible between the states of a view, as far as network policies decide.
 * Pure; never throws, whatever the manifests hold.
 */
export function connectivityChanges(view: View, options: ConnectivityOptions = {}): readonly ConnectivityChange[] {
  const policies = policiesOf(view);
  const zones = options.zones ?? [];
  if (policies.length === 0 && zones.every(({ pci, limitsCallers }) => pci !== "in-scope" && !limitsCallers)) return [];
  const moves = zoneMoves(view, zones);
  try {
    return [...compare(view, zones, options), ...moves];
  } catch (error) {
    if (!(error instanceof TooManyBoxes)) throw error;
    return [...tooManySelectors(view), ...moves];
  }
}

function compare(
  view: View,
  zones: readonly ZoneFacts[],
  { generators, hostsOf = () => [] }: ConnectivityOptions,
): readonly ConnectivityChange[] {
  const states = statesOf(view, generators);
  if (!states) return [];
  const facts = targetFacts(view.name, states, zones, hostsOf);
  const { pairs, untried } = targetsOf(states);
  const { changes: flows, objects } = flowChanges(differences(pairs, states), states, facts);
  const relabelled = relabelledPeers(states, facts);
  const orphaned = orphanedPolicies(states, facts).filter((change) => !isTold(change, flows));
  const specific = [...flows, ...relabelled, ...orphaned, ...problemChanges(states, view.name)];
  const told = new Set(specific.map(({ resource }) => objectKey(resource)));
  return [
    ...specific,
    ...(untried.length > 0 ? tooManySelectors(view, untried.slice(0, 3)) : []),
    ...unisolatedWorkloads(states, facts).filter((change) => !isOrphaned(change, orphaned)),
    ...bypassChanges(states, facts),
    ...rewrittenPolicies(
      states,
      facts,
      (resource) => objects.has(identityOf(resource)) || told.has(objectKey(refOf(resource))),
    ),
  ];
}

const directions: readonly TrafficDirection[] = ["ingress", "egress"];

function differences(pairs: readonly TargetPair[], states: States): readonly TargetDiff[] {
  const same = sameAnswers(states);
  return pairs.flatMap((pair) => directions.flatMap((traffic) => compareTarget(pair, traffic, states, same) ?? []));
}

function objectKey({ kind, namespace, name }: { kind: string; namespace: string | null; name: string }): string {
  return `${kind}/${namespace ?? ""}/${name}`;
}

/** Where pods took the place of those that a policy was for, that the policy selects nobody any more is the news. */
function isOrphaned({ targets }: ConnectivityChange, orphaned: readonly ConnectivityChange[]): boolean {
  const names = new Set(
    orphaned.flatMap((one) => (one.direction === "widened" ? one.targets : [])).map(({ namespace }) => namespace),
  );
  return targets.every(({ namespace, inScope }) => !inScope && names.has(namespace));
}

/** That a policy selects nobody any more is no news where what its pods lost is told. */
function isTold({ resource, targets }: ConnectivityChange, flows: readonly FlowChange[]): boolean {
  const pods = new Set(targets.map(({ namespace, workload }) => `${namespace}/${workload}`));
  const widened = flows.filter(({ direction }) => direction === "widened");
  return widened.some(
    (flow) =>
      objectKey(flow.resource) === objectKey(resource) ||
      flow.targets.some(({ namespace, workload }) => workload !== null && pods.has(`${namespace}/${workload}`)),
  );
}

function policiesOf({ before, after }: View): readonly Resource[] {
  return [...before, ...after].filter(isOfConnectivity);
}

function tooManySelectors(view: View, namespaces?: readonly string[]): readonly ConnectivityChange[] {
  const policies = policiesOf(view);
  const stays = unchangedData(view);
  const changed = policies.filter(({ data }) => !stays.has(data));
  const [resource] = changed.length > 0 ? changed : policies;
  if (!resource) return [];
  return [
    {
      topic: "connectivity",
      kind: "not-understood",
      view: view.name,
      direction: "unknown",
      resource: refOf(resource),
      targets: [],
      directions: [],
      problem: namespaces
        ? `is one of so many policies that pods which two of their selectors tell apart were not compared (${listed(namespaces.map(quoted))})`
        : "its selectors and those of the other policies make more combinations than can be compared",
      effect: { kind: "too-many-selectors", policies: [...new Set(changed.map(identityOf))].sort() },
      before: null,
      after: null,
      because: (changed.length > 0 ? changed : [resource]).map((one) => one.locate([])),
    },
  ];
}
