import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { admittedPeers, rulesOf } from "../../../src/analysis/connectivity/admitted.ts";
import { compareTarget } from "../../../src/analysis/connectivity/compare/compare-target.ts";
import type { States } from "../../../src/analysis/connectivity/compare/compared-states.ts";
import { sameAnswers, statesOf } from "../../../src/analysis/connectivity/compare/states.ts";
import type { ConnectivityChange, Flow, Target } from "../../../src/analysis/connectivity/connectivity-change.ts";
import { connectivityChanges } from "../../../src/analysis/connectivity/connectivity-changes.ts";
import { type ConnectivityState, connectivityState } from "../../../src/analysis/connectivity/connectivity-state.ts";
import { classOf } from "../../../src/analysis/connectivity/pod-class.ts";
import { resolveNames, segmentsOf } from "../../../src/analysis/connectivity/port-algebra.ts";
import { resourcesFrom } from "../../support/resources.ts";
import { runs } from "../../support/runs.ts";
import { admits, isolating, mentions, type Peer, type Pod, type Port, type Way } from "./kubernetes-oracle.ts";
import {
  everyLabelSet,
  everyPort,
  hasName,
  holdsPeer,
  holdsPort,
  isIn,
  peersOf,
  possiblePorts,
  waysToSay,
} from "./peer-points.ts";
import { type ClusterManifests, clusterPairs, clusters, type NamedPod, yamlOf } from "./random-clusters.ts";

const ways: readonly Way[] = ["ingress", "egress"];

const resourcesOf = (cluster: ClusterManifests, side: "before" | "after" = "after") =>
  resourcesFrom(yamlOf(cluster), "a.yaml", side);

function podsIn(state: ConnectivityState, { name }: NamedPod) {
  const workload = state.cluster.workloads.find((one) => one.name === name);
  if (!workload) throw new Error(`no workload ${name}`);
  return { pods: classOf(workload), workload };
}

/** Who asks whom: the pod of which policies are asked, and who is at the other end. */
interface Questions {
  readonly way: Way;
  readonly peers: readonly Peer[];
  /** Names that a receiving pod has for its ports are numbers, and names that no rule mentions have no answer of their own. */
  readonly isAsked: (port: Port) => boolean;
}

function isAskedOf(states: readonly { readonly cluster: ClusterManifests; readonly pod: Pod }[], way: Way) {
  const asked = new Set(
    everyPort.filter(
      (port) =>
        typeof port.port === "number" ||
        (way === "egress" && states.some(({ cluster, pod }) => mentions(cluster.policies, pod, way, port))),
    ),
  );
  return (port: Port) => asked.has(port);
}

type Holds = (peer: Peer, port: Port) => boolean;

/** A text of ones and zeros, with a dot where there is nothing to ask. */
function table({ way, peers, isAsked }: Questions, holds: Holds): string {
  const cell = (peer: Peer, port: Port) => {
    const isKnown = way === "egress" && "pod" in peer && hasName(peer.pod, port);
    return isKnown || !isAsked(port) ? "." : Number(holds(peer, port));
  };
  return peers.map((peer) => everyPort.map((port) => cell(peer, port)).join("")).join("\n");
}

/** What the engine says, in the same form. */
function answer(state: ConnectivityState, pod: NamedPod, questions: Questions): string {
  const { way } = questions;
  const { pods, workload } = podsIn(state, pod);
  const policies = state.selecting(pods, way).map((policy) => {
    const section = policy[way];
    if (!section || way === "egress") return policy;
    const rules = section.rules.map((rule) => ({ ...rule, ports: resolveNames(rule.ports, workload.ports) }));
    return { ...policy, [way]: { ...section, rules } };
  });
  const segments = segmentsOf(rulesOf(policies, way).map(({ rule }) => rule.ports));
  const columns = segments.map((segment) => {
    const admitted = admittedPeers(policies, way, segment);
    const rows = new Map<Peer, boolean>();
    return { segment, holds: (peer: Peer) => rows.get(peer) ?? remembered(rows, peer, holdsPeer(admitted, peer)) };
  });
  return table(questions, (peer, port) => {
    const same = waysToSay(port, way === "egress" && "pod" in peer ? peer.pod : undefined);
    return columns.some(({ segment, holds }) => same.some((one) => isIn(segment, one)) && holds(peer));
  });
}

function remembered<K, V>(known: Map<K, V>, key: K, value: V): V {
  known.set(key, value);
  return value;
}

test("what is admitted is what Kubernetes admits, pod by pod and port by port", () => {
  fc.assert(
    fc.property(clusters, (cluster) => {
      const { policies } = cluster;
      const state = connectivityState(resourcesOf(cluster));
      const peers = peersOf(cluster, [{ name: "http", containerPort: 8080 }]);
      for (const pod of cluster.pods)
        for (const way of ways) {
          const selecting = state.selecting(podsIn(state, pod).pods, way);
          expect(selecting.length).toBe(isolating(policies, pod, way).length);
          const questions = { way, peers, isAsked: isAskedOf([{ cluster, pod }], way) };
          const truth = table(questions, (peer, port) => admits(policies, pod, way, peer, port));
          expect(answer(state, pod, questions)).toBe(truth);
        }
    }),
    runs(300, 10_000),
  );
});

/**
 * The connections of a list of flows, in the same form. Where all numbers of a protocol are among them, the names of ports are told
 * with them, although a name may have been admitted before: which number it has is not known. For what comes in only numbers are
 * asked about: a workload has a number for every name, or no such port.
 */
function flowTable(questions: Questions, flows: readonly Flow[], expected: string): string {
  const known = flows.map(({ peers, ports }) => {
    const rows = new Map<Peer, boolean>();
    const columns = new Set(everyPort.filter((port) => holdsPort(ports, port)));
    return (peer: Peer, port: Port) =>
      columns.has(port) && (rows.get(peer) ?? remembered(rows, peer, holdsPeer(peers, peer)));
  });
  const told = table(questions, (peer, port) => known.some((holds) => holds(peer, port)));
  const isName = (index: number) => typeof everyPort[index % (everyPort.length + 1)]?.port === "string";
  return Array.from(told, (cell, index) => (isName(index) && expected[index] === "0" ? "0" : cell)).join("");
}

/** The namespaces have other labels in each state: the peers are the same ones, in the same order. */
function truths(before: ClusterManifests, after: ClusterManifests, pair: Pair, way: Way) {
  const isAsked = isAskedOf(
    [
      { cluster: before, pod: pair.was },
      { cluster: after, pod: pair.is },
    ],
    way,
  );
  const questions = { way, peers: peersOf(after), isAsked };
  const earlier = new Map(peersOf(before).map((peer, index) => [questions.peers[index], peer]));
  const was = table(questions, (peer, port) => admits(before.policies, pair.was, way, earlier.get(peer) ?? peer, port));
  const is = table(questions, (peer, port) => admits(after.policies, pair.is, way, peer, port));
  return { questions, gained: gain(was, is), lost: gain(is, was) };
}

/** What is there in one table and not in another. */
function gain(from: string, to: string): string {
  return Array.from(to, (cell, index) => (cell === "1" && from[index] === "1" ? "0" : cell)).join("");
}

interface Pair {
  readonly was: NamedPod;
  readonly is: NamedPod;
}

function targetsIn({ before, after }: Pick<States, "before" | "after">, { was, is }: Pair) {
  return { before: podsIn(before, was).pods, after: podsIn(after, is).pods };
}

/** Pods that both states have. */
function pairsOf(before: ClusterManifests, after: ClusterManifests): readonly Pair[] {
  return before.pods.flatMap((was) => {
    const is = after.pods.find(({ name, namespace }) => name === was.name && namespace === was.namespace);
    return is ? [{ was, is }] : [];
  });
}

test("what is gained and lost is what Kubernetes admits after and not before, and the other way around", () => {
  fc.assert(
    fc.property(clusterPairs, ([before, after]) => {
      const view = { name: "", before: resourcesOf(before, "before"), after: resourcesOf(after) };
      const states = statesOf(view);
      for (const pair of pairsOf(before, after))
        for (const way of ways) {
          const { questions, gained, lost } = truths(before, after, pair, way);
          const diff = states && compareTarget(targetsIn(states, pair), way, states, sameAnswers(states));
          expect(flowTable(questions, diff?.gained ?? [], gained)).toBe(gained);
          expect(flowTable(questions, diff?.lost ?? [], lost)).toBe(lost);
        }
    }),
    runs(300, 10_000),
  );
});

/** Directions in which changes say that a workload may do more than before. */
function toldFor({ name, namespace }: NamedPod, changes: readonly ConnectivityChange[]): ReadonlySet<Way> {
  const isTarget = (target: Target) => target.namespace === namespace && target.workload === `Deployment/${name}`;
  const told = changes.filter(
    (change) =>
      ["opened", "isolation-lost", "bypassed"].includes(change.kind) &&
      change.targets.some(isTarget) &&
      // Where a workload got labels that policies of others ask for, these others are the targets.
      !JSON.stringify(change.effect).includes('"workload"'),
  );
  return new Set(told.flatMap(({ directions }) => directions));
}

/** A name that a workload has in one state only counts as a port of its own in the other: more is told then than is gained. */
function hasSameNetwork({ was, is }: Pair): boolean {
  return was.hostNetwork === is.hostNetwork && JSON.stringify(was.ports) === JSON.stringify(is.ports);
}

test("every workload that gains a connection is told, and no other", () => {
  fc.assert(
    fc.property(clusterPairs, ([before, after]) => {
      const view = { name: "", before: resourcesOf(before, "before"), after: resourcesOf(after) };
      const changes = connectivityChanges(view);
      for (const pair of pairsOf(before, after).filter(hasSameNetwork)) {
        const told = toldFor(pair.is, changes);
        for (const way of ways) {
          const { gained } = truths(before, after, pair, way);
          expect({ way, isTold: told.has(way) }).toEqual({ way, isTold: gained.includes("1") });
        }
      }
    }),
    runs(300, 10_000),
  );
});

const withoutPods = (cluster: ClusterManifests): ClusterManifests => ({ ...cluster, pods: [] });

test("what pods gain that the repository does not know is told of pods of their namespace", () => {
  fc.assert(
    fc.property(clusterPairs, ([one, other]) => {
      const [before, after] = [withoutPods(one), withoutPods(other)];
      const view = { name: "", before: resourcesOf(before, "before"), after: resourcesOf(after) };
      const changes = connectivityChanges(view).filter(({ direction }) => direction === "widened");
      for (const namespace of ["cde", "elsewhere"])
        for (const way of ways) {
          const told = changes.some(
            ({ directions, targets }) =>
              directions.includes(way) && targets.some((target) => target.namespace === namespace),
          );
          const gains = everyLabelSet.some((labels) =>
            possiblePorts.some((ports) => {
              const pod = { name: "", namespace, labels, ports, hostNetwork: false, namespaceLabels: {} };
              return truths(before, after, { was: pod, is: pod }, way).gained.includes("1");
            }),
          );
          expect({ namespace, way, told }).toEqual({ namespace, way, told: gains });
        }
    }),
    runs(20, 10_000),
  );
});
