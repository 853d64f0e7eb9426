import { isInternet } from "../connectivity/address-kinds.ts";
import { labelsOfNamespace } from "../connectivity/cluster.ts";
import type { ConnectivityState } from "../connectivity/connectivity-state.ts";
import { describePeers, isEverywhere } from "../connectivity/describe-peers.ts";
import { describePorts } from "../connectivity/describe-ports.ts";
import { addressesOnly, namesOnly } from "../connectivity/peer-algebra.ts";
import type { NameSet, PeerSet } from "../connectivity/peer-set.ts";
import { admitsPod } from "../connectivity/pod-algebra.ts";
import type { PodClass } from "../connectivity/pod-class.ts";
import { coversSegment, rangesOf, segmentsOf } from "../connectivity/port-algebra.ts";
import type { PortSet } from "../connectivity/port-set.ts";
import { TooManyBoxes } from "../connectivity/too-many-boxes.ts";
import type { TrafficDirection } from "../connectivity/traffic-policy.ts";
import { type Admitted, type AdmittedFlow, admittedIn } from "./admitted-flows.ts";
import type { MapDraft } from "./map-draft.ts";
import type { ZoneFinder } from "./map-zones.ts";
import { anySource, anyTarget } from "./open-workloads.ts";
import { type PodEnd, type PodEnds, podEnds } from "./pod-ends.ts";
import { describedPods, type PolicySubject } from "./policy-subjects.ts";

/** Nobody finds their way among more arrows, and two selectors of everything ask for the square of the workloads. */
const mostFlows = 4000;

/**
 * Draws the connections that policies allow where they isolate at least one end. Between pods that have boxes the policies of both
 * ends count. Returns what it had to leave out, in sentences.
 */
export function drawFlows(
  state: ConnectivityState,
  subjects: readonly PolicySubject[],
  draft: MapDraft,
  zones: ZoneFinder,
): readonly string[] {
  try {
    const drawing = { ends: podEnds(state, subjects), admitted: admittedIn(state), state, draft, zones };
    drawSubjects(subjects, drawing);
    return drawAll(drawing);
  } catch (error) {
    if (!(error instanceof TooManyBoxes)) throw error;
    return [
      "Network policies name more peers and ports than can be told apart: not every allowed connection is drawn.",
    ];
  }
}

interface Drawing {
  readonly ends: PodEnds;
  readonly state: ConnectivityState;
  readonly admitted: (pods: PodClass, direction: TrafficDirection) => Admitted;
  readonly draft: MapDraft;
  readonly zones: ZoneFinder;
}

const directions: readonly TrafficDirection[] = ["ingress", "egress"];

function drawSubjects(subjects: readonly PolicySubject[], { admitted, draft, zones }: Drawing): void {
  for (const { id, label, detail, namespace, pods } of subjects)
    draft.node({
      id,
      kind: "pods",
      label,
      detail,
      namespace,
      zone: namespace === null ? null : zones.ofNamespace(namespace, null),
      open: directions.filter((direction) => admitted(pods, direction) === "open"),
    });
}

function drawAll(drawing: Drawing): readonly string[] {
  const { ends, admitted, draft } = drawing;
  let left = mostFlows;
  for (const near of ends.all)
    for (const direction of directions) {
      const own = admitted(near.pods, direction);
      if (own === "open") continue;
      for (const flow of own)
        for (const far of farEnds(flow, near, direction, drawing)) {
          if (left-- <= 0) return [`Only ${mostFlows} allowed connections are drawn.`];
          const pair = direction === "ingress" ? { from: far.id, to: near.id } : { from: near.id, to: far.id };
          draft.edge({ ...pair, kind: "flow", label: plain(describePorts(far.ports)) });
        }
    }
  return [];
}

interface FarEnd {
  readonly id: string;
  readonly ports: PortSet;
}

function* farEnds(flow: AdmittedFlow, near: PodEnd, direction: TrafficDirection, drawing: Drawing): Iterable<FarEnd> {
  const { ends, draft, zones } = drawing;
  if (isEverywhere(flow.peers)) {
    yield { id: draft.node(direction === "ingress" ? anySource : anyTarget), ports: flow.ports };
    return;
  }
  for (const box of flow.peers.pods) {
    const selected = ends.selectedBy(box);
    if (selected.length > 0) yield* agreeing(selected, flow, near, direction, drawing);
    else {
      const pods = describedPods(box);
      const zone = pods.namespace === null ? null : zones.ofNamespace(pods.namespace, null);
      const id = pods.namespace === null ? sided(pods.id, direction) : pods.id;
      yield { id: draft.node({ ...pods, id, kind: "pods", zone }), ports: flow.ports };
    }
  }
  for (const outside of outsideOf(flow.peers))
    yield { id: draft.node({ ...outside, id: sided(outside.id, direction) }), ports: flow.ports };
}

/** Where connections come from stands on one side of a picture, and where they go to on the other. */
function sided(id: string, direction: TrafficDirection): string {
  return `${direction === "ingress" ? "from" : "to"} ${id}`;
}

function* agreeing(
  others: readonly PodEnd[],
  { ports }: AdmittedFlow,
  near: PodEnd,
  direction: TrafficDirection,
  { state, admitted }: Drawing,
): Iterable<FarEnd> {
  for (const other of others) {
    if (other.id === near.id) continue;
    const far = admitted(other.pods, direction === "ingress" ? "egress" : "ingress");
    const open = portsThatAdmit(far, ports, near.pods, state);
    if (open !== undefined) yield { id: other.id, ports: open };
  }
}

/** The ports on which the far end admits the pods as well; undefined if there is none. */
function portsThatAdmit(
  far: Admitted,
  ports: PortSet,
  pods: PodClass,
  { cluster }: ConnectivityState,
): PortSet | undefined {
  if (far === "open") return ports;
  const namespaceLabels = pods.namespaceLabels ?? labelsOfNamespace(cluster, pods.namespace);
  const open = far.filter(({ peers }) => admitsPod(peers.pods, namespaceLabels, pods.labels)).map((flow) => flow.ports);
  if (open.length === 0) return undefined;
  if (open.includes("every")) return ports;
  const both = segmentsOf([ports, ...open]).filter(
    (segment) => coversSegment(ports, segment) && open.some((set) => coversSegment(set, segment)),
  );
  return both.length === 0 ? undefined : rangesOf(both);
}

/** Addresses and names of a rule as nodes: what has one text is one node. */
function outsideOf({ addresses, named }: PeerSet) {
  const shared = { detail: "", zone: null, namespace: null } as const;
  const isWorld = isInternet(addresses);
  const text = describePeers(addressesOnly(addresses));
  const blocks = addresses.v4.length + addresses.v6.length === 0 ? [] : [plain(text)];
  return [
    ...blocks.map((label) => {
      const world = isWorld
        ? { label: "Internet", detail: label.replace(/^the internet \((.*)\)$/s, "$1") }
        : { label };
      return { ...shared, id: `address:${label}`, kind: "address" as const, ...world };
    }),
    ...namesOf(named, isWorld).map((label) => ({ ...shared, id: `name:${label}`, kind: "name" as const, label })),
  ];
}

// What a rule lists beyond these is one node.
const mostNames = 20;

function namesOf({ everyName, names }: NameSet, withInternet: boolean): readonly string[] {
  if (everyName) return withInternet ? [] : ["every host name"];
  const each = [...names].slice(0, mostNames).map((name) => plain(describePeers(namesOnly([name]))));
  return names.size > mostNames ? [...each, `${names.size - mostNames} more names`] : each;
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}
