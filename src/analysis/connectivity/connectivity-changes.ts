import type { View } from "../../kubernetes/desired-state.ts";
import { topicOf } from "../../kubernetes/kinds.ts";
import { identityOf, type Resource, refOf } from "../../kubernetes/resource.ts";
import { keyOf } from "../plain-differences.ts";
import { unchangedData } from "../unchanged-data.ts";
import type { States } from "./compare/causes.ts";
import { compareTarget, type TargetDiff } from "./compare/compare-target.ts";
import { flowChanges } from "./compare/flow-changes.ts";
import { bypassChanges, unisolatedNamespaces } from "./compare/open-pods.ts";
import { orphanedPolicies, problemChanges, rewrittenPolicies } from "./compare/policy-changes.ts";
import { relabelledPeers } from "./compare/relabelled-peers.ts";
import { targetFacts } from "./compare/target-facts.ts";
import { targetsOf } from "./compare/targets.ts";
import { zoneMoves } from "./compare/zone-moves.ts";
import type { ConnectivityChange, FlowChange } from "./connectivity-change.ts";
import { type ConnectivityState, connectivityState } from "./connectivity-state.ts";
import { TooManyBoxes } from "./pod-algebra.ts";
import type { PodClass } from "./pod-class.ts";
import { policyIdentity } from "./policy-identity.ts";
import type { TrafficDirection, TrafficPolicy } from "./traffic-policy.ts";
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
  const policies = [...view.before, ...view.after].filter(isPolicyKind);
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

function statesOf({ before, after }: View): States {
  const namespaces = (side: readonly Resource[]) =>
    new Set(side.filter(({ group, kind }) => group === "" && kind === "Namespace").map(({ name }) => name));
  const [was, is] = [namespaces(before), namespaces(after)];
  const inBoth = (name: string) => was.has(name) && is.has(name);
  return {
    before: connectivityState(before, inBoth),
    after: connectivityState(after, inBoth),
    isUnchanged: unchangedObjects(before, after),
  };
}

/** A file is parsed anew for a change of one of its objects: the others are equal only by their content. */
function unchangedObjects(before: readonly Resource[], after: readonly Resource[]): States["isUnchanged"] {
  const stays = unchangedData({ before, after });
  const relevant = ({ group, kind }: Resource) => isPolicyKind({ group, kind }) || kind === "Namespace";
  const texts = (side: readonly Resource[]) =>
    new Set(side.filter((one) => relevant(one) && !stays.has(one.data)).map(contentOf));
  const [was, is] = [texts(before), texts(after)];
  return (resource) => {
    if (stays.has(resource.data)) return true;
    const text = contentOf(resource);
    return was.has(text) && is.has(text);
  };
}

function contentOf(resource: Resource): string {
  const { kind, labels, data } = resource;
  return keyOf([
    policyIdentity(resource),
    kind === "Namespace" || kind.endsWith("Set") ? labels : null,
    data.spec ?? null,
    data.specs ?? null,
  ]);
}

const directions: readonly TrafficDirection[] = ["ingress", "egress"];

function differences(states: States): readonly TargetDiff[] {
  const same = sameAnswers(states);
  return targetsOf(states.before, states.after).flatMap((pair) =>
    directions.flatMap((traffic) => compareTarget(pair, traffic, states, same) ?? []),
  );
}

/** Equal policies give equal answers, unless the labels of namespaces or the sets of addresses that they refer to changed. */
function sameAnswers({ before, after, isUnchanged }: States) {
  const matters = (state: ConnectivityState) => {
    const policies = new Set(state.policies.map(({ resource }) => resource));
    return state.resources.some(
      (resource) =>
        !isUnchanged(resource) &&
        ((resource.group === "" && resource.kind === "Namespace") ||
          (isPolicyKind(resource) && !policies.has(resource))),
    );
  };
  if (matters(before) || matters(after)) return () => false;
  return (one: readonly TrafficPolicy[], other: readonly TrafficPolicy[]) =>
    one.length === other.length &&
    one.every(
      ({ resource }) =>
        isUnchanged(resource) && other.some((policy) => policyIdentity(policy.resource) === policyIdentity(resource)),
    );
}

function isPolicyKind({ group, kind }: Pick<Resource, "group" | "kind">): boolean {
  return topicOf(group, kind) === "connectivity";
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
