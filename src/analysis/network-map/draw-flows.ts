import { isInternet } from "../connectivity/address-kinds.ts";
import type { Workload } from "../connectivity/cluster.ts";
import { labelsOfNamespace } from "../connectivity/cluster.ts";
import type { ConnectivityState } from "../connectivity/connectivity-state.ts";
import { describePeers } from "../connectivity/describe-peers.ts";
import { describePorts } from "../connectivity/describe-ports.ts";
import { addressesOnly, namesOnly } from "../connectivity/peer-algebra.ts";
import type { NameSet, PeerSet } from "../connectivity/peer-set.ts";
import { admitsPod } from "../connectivity/pod-algebra.ts";
import { classOf } from "../connectivity/pod-class.ts";
import { coversSegment, rangesOf, segmentsOf } from "../connectivity/port-algebra.ts";
import type { PortSet } from "../connectivity/port-set.ts";
import { TooManyBoxes } from "../connectivity/too-many-boxes.ts";
import type { TrafficDirection } from "../connectivity/traffic-policy.ts";
import { type Admitted, type AdmittedFlow, admittedIn } from "./admitted-flows.ts";
import { workloadId } from "./draw-routes.ts";
import type { MapDraft } from "./map-draft.ts";
import type { ZoneFinder } from "./map-zones.ts";
import { peerPodsOf } from "./peer-pods.ts";

/** Nobody finds their way among more arrows, and two selectors of everything ask for the square of the workloads. */
const mostFlows = 4000;

/**
 * Draws the connections that policies allow where they isolate at least one end. Between known workloads the policies of both ends
 * count. Returns what it had to leave out, in sentences.
 */
export function drawFlows(state: ConnectivityState, draft: MapDraft, zones: ZoneFinder): readonly string[] {
  try {
    return drawAll(state, draft, zones);
  } catch (error) {
    if (!(error instanceof TooManyBoxes)) throw error;
    return [
      "Network policies name more peers and ports than can be told apart: not every allowed connection is drawn.",
    ];
  }
}

function drawAll(state: ConnectivityState, draft: MapDraft, zones: ZoneFinder): readonly string[] {
  const admitted = admittedIn(state);
  let left = mostFlows;
  for (const workload of state.cluster.workloads)
    for (const direction of ["ingress", "egress"] as const) {
      const own = admitted(classOf(workload), direction);
      if (own === "open") continue;
      for (const flow of own)
        for (const end of farEnds(flow, direction, { workload, state, admitted, draft, zones })) {
          if (left-- <= 0) return [`Only ${mostFlows} allowed connections are drawn.`];
          const near = workloadId(workload);
          const ends = direction === "ingress" ? { from: end.id, to: near } : { from: near, to: end.id };
          draft.edge({ ...ends, kind: "flow", label: describePorts(end.ports).replaceAll("`", "") });
        }
    }
  return [];
}

interface FarEnd {
  readonly id: string;
  readonly ports: PortSet;
}

interface Drawing {
  readonly workload: Workload;
  readonly state: ConnectivityState;
  readonly admitted: ReturnType<typeof admittedIn>;
  readonly draft: MapDraft;
  readonly zones: ZoneFinder;
}

function* farEnds(flow: AdmittedFlow, direction: TrafficDirection, drawing: Drawing): Iterable<FarEnd> {
  const { state, draft, zones } = drawing;
  const { peers, ports } = flow;
  for (const box of peers.pods) {
    const pods = peerPodsOf(box, state);
    if (pods.kind === "workloads") yield* workloadEnds(pods.workloads, flow, direction, drawing);
    else {
      const { text, namespace } = pods;
      const zone = namespace === null ? null : zones.ofNamespace(namespace, null);
      const id = draft.node({ id: `pods:${text}`, kind: "pods", label: text, detail: "", namespace, zone });
      yield { id, ports };
    }
  }
  for (const outside of outsideOf(peers)) yield { id: draft.node(outside), ports };
}

function* workloadEnds(
  others: readonly Workload[],
  { ports }: AdmittedFlow,
  direction: TrafficDirection,
  { workload, state, admitted }: Drawing,
): Iterable<FarEnd> {
  for (const other of others) {
    const far = admitted(classOf(other), direction === "ingress" ? "egress" : "ingress");
    const open = portsThatAdmit(far, ports, workload, state);
    if (other !== workload && open !== undefined) yield { id: workloadId(other), ports: open };
  }
}

/** The ports on which the far end admits the pods as well; undefined if there is none. */
function portsThatAdmit(
  far: Admitted,
  ports: PortSet,
  { namespace, labels }: Workload,
  { cluster }: ConnectivityState,
): PortSet | undefined {
  if (far === "open") return ports;
  const namespaceLabels = labelsOfNamespace(cluster, namespace);
  const open = far.filter(({ peers }) => admitsPod(peers.pods, namespaceLabels, labels)).map((flow) => flow.ports);
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
