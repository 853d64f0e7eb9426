import type { View } from "../../kubernetes/desired-state.ts";
import { topicOf } from "../../kubernetes/kinds.ts";
import { identityOf, type Resource, refOf } from "../../kubernetes/resource.ts";
import { unchangedData } from "../unchanged-data.ts";
import { compareTarget, type TargetDiff } from "./compare/compare-target.ts";
import type { States } from "./compare/compared-states.ts";
import { flowChanges } from "./compare/flow-changes.ts";
import { bypassChanges, unisolatedNamespaces } from "./compare/open-pods.ts";
import { orphanedPolicies, problemChanges, rewrittenPolicies } from "./compare/policy-changes.ts";
import { relabelledPeers } from "./compare/relabelled-peers.ts";
import { sameAnswers, statesOf } from "./compare/states.ts";
import { targetFacts } from "./compare/target-facts.ts";
import { targetsOf } from "./compare/targets.ts";
import { zoneMoves } from "./compare/zone-moves.ts";
import type { ConnectivityChange, FlowChange } from "./connectivity-change.ts";
import { TooManyBoxes } from "./pod-algebra.ts";
import type { PodClass } from "./pod-class.ts";
import type { TrafficDirection } from "./traffic-policy.ts";
import type { ZoneFacts } from "./zone-facts.ts";

export interface ConnectivityOptions {
  readonly zones?: readonly ZoneFacts[];
  /** Public hosts whose routes lead to some of the pods in the later state. */
  hostsOf?(pods: readonly PodClass[]): readonly string[];
}

/**
 * Which connections between pods became possible or impossible between the states of a view, as far as network policies decide.
 * Pure; never throws, whatever the manifests hold.
 */
export function connectivityChanges(view: View, options: ConnectivityOptions = {}): readonly ConnectivityChange[] {
  const policies = [...view.before, ...view.after].filter(({ group, kind }) => topicOf(group, kind) === "connectivity");
  const zones = options.zones ?? [];
  if (policies.length === 0 && !zones.some(({ pci }) => pci === "in-scope")) return [];
  try {
    return compare(view, zones, options.hostsOf ?? (() => []));
  } catch (error) {
    if (!(error instanceof TooManyBoxes)) throw error;
    return tooManySelectors(view, policies);
  }
}

function compare(
  view: View,
  zones: readonly ZoneFacts[],
  hostsOf: (pods: readonly PodClass[]) => readonly string[],
): readonly ConnectivityChange[] {
  const states = statesOf(view);
  if (!states) return [];
  const facts = targetFacts(view.name, states, zones, hostsOf);
  const { changes: flows, objects } = flowChanges(differences(states), states, facts);
  const relabelled = relabelledPeers(states, facts);
  const orphaned = orphanedPolicies(states, facts).filter((change) => !isTold(change, flows));
  const specific = [...flows, ...relabelled, ...orphaned, ...problemChanges(states, view.name)];
  const told = new Set(specific.map(({ resource }) => objectKey(resource)));
  return [
    ...specific,
    ...unisolatedNamespaces(states, facts),
    ...bypassChanges(states, facts),
    ...zoneMoves(states, zones, view.name),
    ...rewrittenPolicies(
      states,
      facts,
      (resource) => objects.has(identityOf(resource)) || told.has(objectKey(refOf(resource))),
    ),
  ];
}

const directions: readonly TrafficDirection[] = ["ingress", "egress"];

function differences(states: States): readonly TargetDiff[] {
  const same = sameAnswers(states);
  return targetsOf(states).flatMap((pair) =>
    directions.flatMap((traffic) => compareTarget(pair, traffic, states, same) ?? []),
  );
}

function objectKey({ kind, namespace, name }: { kind: string; namespace: string | null; name: string }): string {
  return `${kind}/${namespace ?? ""}/${name}`;
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

function tooManySelectors(view: View, policies: readonly Resource[]): readonly ConnectivityChange[] {
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
      problem: "its selectors and those of the other policies make more combinations than can be compared",
      effect: { kind: "too-many-selectors", policies: [...new Set(changed.map(identityOf))].sort() },
      before: null,
      after: null,
      because: (changed.length > 0 ? changed : [resource]).map((one) => one.locate([])),
    },
  ];
}
