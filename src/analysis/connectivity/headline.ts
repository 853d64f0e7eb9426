import { isEmpty, isInternet, isLargePart, isNetwork, metadataAddresses, publicPart } from "./address-kinds.ts";
import type { Flow, FlowChange, ZoneCrossing } from "./connectivity-change.ts";
import { isEverywhere, isUnlimited } from "./describe-peers.ts";
import { isEveryPort } from "./describe-ports.ts";
import { joinedFlowPeers } from "./flow-sets.ts";
import { isFewPorts, riskyServices } from "./insecure-ports.ts";
import { type NameSet, namespaceNameLabel, type PeerSet, type PodBox } from "./peer-set.ts";

/** What a change of connections amounts to. One statement leads; the message tells the rest. */
export type Statement =
  | "default-deny-removed"
  | "isolation-lost"
  | "namespace-labels"
  | "workload-labels"
  | "cluster-policy"
  | "unknown-peers"
  | "allow-all"
  | "lower-zone"
  | "unapproved-caller"
  | "in-scope-egress"
  | "internet-ingress"
  | "internet-egress"
  | "split-selector"
  | "insecure-service"
  | "address-range"
  | "cross-namespace"
  | "port-range"
  | "closed"
  | "isolation-gained"
  | "other";

export interface Headline {
  readonly statement: Statement;
  /** The documented circumstance of the rule, without zone and latency. */
  readonly case?: string;
}

/** The strongest statement about a change. Stronger ones stand before those that they include. */
export function headlineOf(change: FlowChange): Headline {
  if (change.kind === "closed") return { statement: "closed" };
  if (change.kind === "isolation-gained") return { statement: "isolation-gained" };
  if (change.cause === "application-removed") return { statement: "other" };
  if (change.direction === "unknown") return { statement: "unknown-peers" };
  return ofCause(change) ?? (change.kind === "isolation-lost" ? ofIsolation(change) : ofOpening(change));
}

/** Where no policy of a namespace was touched, what was touched is the news. */
function ofCause({ cause, kind }: FlowChange): Headline | undefined {
  const lost = kind === "isolation-lost" ? { case: "isolation-lost" } : {};
  if (cause === "cluster-policy") return { statement: "cluster-policy" };
  if (cause === "namespace-labels" || cause === "workload-labels") return { statement: cause, ...lost };
  return undefined;
}

function ofIsolation({ wholeNamespace, directions }: FlowChange): Headline {
  if (wholeNamespace) return { statement: "default-deny-removed" };
  return { statement: "isolation-lost", ...(directions.includes("ingress") ? {} : { case: "egress" }) };
}

function ofOpening(change: FlowChange): Headline {
  const gained = gainedPeers(change);
  const isIngress = change.traffic === "ingress";
  const statements: readonly (Headline | false | undefined)[] = [
    isAllowAll(change) && { statement: "allow-all" },
    crosses(change, "lower-to-in-scope") && { statement: "lower-zone" },
    crosses(change, "unapproved-caller") && { statement: "unapproved-caller" },
    !isIngress && inScopeEgress(change),
    isIngress ? internetIngress(gained) : internetEgress(gained),
    change.andBecameOr && { statement: "split-selector" },
    insecureService(change),
    portRange(change),
    addressRange(gained) ?? nodes(gained, isIngress),
    isIngress && crossNamespace(change, gained),
  ];
  const found = statements.filter((one) => one !== false && one !== undefined);
  return found.sort((a, b) => rankOf(a) - rankOf(b))[0] ?? { statement: "other" };
}

function rankOf({ statement, case: own }: Headline): number {
  const rank = strongestFirst.indexOf(own === undefined ? statement : `${statement} ${own}`);
  return rank < 0 ? strongestFirst.length : rank;
}

/** Whoever opens more must not be judged milder for it: what weighs more leads, whatever else is true. */
const strongestFirst: readonly string[] = [
  "allow-all",
  "lower-zone",
  "unapproved-caller",
  "in-scope-egress",
  "in-scope-egress same-namespace",
  "in-scope-egress dns",
  "internet-ingress",
  "internet-ingress few",
  "internet-egress",
  "split-selector",
  "insecure-service",
  "port-range internet",
  "port-range insecure",
  "address-range",
  "cross-namespace every-namespace",
  "internet-egress few",
  "internet-egress named",
  "insecure-service datastore",
  "address-range few",
  "cross-namespace",
  "port-range",
];

/** The peers that could not reach, or be reached by, the pods on any port before. */
function gainedPeers({ flows }: FlowChange): PeerSet {
  return joinedFlowPeers(flows.filter(({ peersKnown }) => !peersKnown));
}

function isAllowAll({ flows, shown, wholeNamespace, targets }: FlowChange): boolean {
  if (!wholeNamespace && !targets.some(({ inScope }) => inScope)) return false;
  return (
    shown.some(({ peers, ports }) => isEverywhere(peers) && isEveryPort(ports)) &&
    flows.some(({ peers, ports }) => isEveryPort(ports) && isInternet(peers.addresses))
  );
}

function crosses({ crossings }: FlowChange, kind: ZoneCrossing["crossing"]): boolean {
  return crossings.some(({ crossing }) => crossing === kind);
}

function inScopeEgress(change: FlowChange): Headline | undefined {
  if (!change.targets.some(({ inScope }) => inScope)) return undefined;
  const peers = joinedFlowPeers(change.flows);
  const statement = "in-scope-egress";
  if (!isEmpty(peers.addresses) || hasNames(peers.named)) return { statement };
  if (change.flows.every(({ ports }) => isDns(ports))) return { statement, case: "dns" };
  const isInside = peers.pods.every((box) => !isForeign(box, change));
  const isRisky = change.flows.some(({ ports }) => riskyServices(ports).length > 0);
  return isInside && !isRisky ? { statement, case: "same-namespace" } : { statement };
}

function isDns(ports: Flow["ports"]): boolean {
  return ports !== "every" && ports.every((range) => "first" in range && range.first === 53 && range.last === 53);
}

function internetIngress({ addresses, named }: PeerSet): Headline | undefined {
  const statement = "internet-ingress";
  if (isLargePart(addresses) || isWorld(named)) return { statement };
  return isEmpty(publicPart(addresses)) ? undefined : { statement, case: "few" };
}

function internetEgress({ addresses, named }: PeerSet): Headline | undefined {
  const statement = "internet-egress";
  if (isLargePart(addresses) || isWorld(named) || metadataAddresses(addresses).length > 0) return { statement };
  if (!isEmpty(publicPart(addresses))) return { statement, case: "few" };
  return [...named.names].some(isOutsideName) ? { statement, case: "named" } : undefined;
}

function isWorld({ everyName, names }: NameSet): boolean {
  return everyName || worldNames.some((name) => names.has(name));
}

const worldNames = ["entity:world", "entity:world-ipv4", "entity:world-ipv6", "entity:all", "name:*", "name:**"];

function isOutsideName(text: string): boolean {
  return text.startsWith("name:") && !/\.(svc|cluster\.local|local)\.?$/.test(text.slice(-64));
}

function hasNames({ everyName, names }: NameSet): boolean {
  return everyName || names.size > 0;
}

function insecureService({ flows }: FlowChange): Headline | undefined {
  const services = flows
    .filter(({ portsKnown, ports }) => !portsKnown && isFewPorts(ports))
    .flatMap(({ ports }) => riskyServices(ports));
  if (services.length === 0) return undefined;
  const isOnlyData = services.every(({ kind }) => kind === "datastore");
  return { statement: "insecure-service", ...(isOnlyData ? { case: "datastore" } : {}) };
}

function addressRange({ addresses }: PeerSet): Headline | undefined {
  if (isEmpty(addresses)) return undefined;
  return { statement: "address-range", ...(isNetwork(addresses) ? {} : { case: "few" }) };
}

/** Nodes are machines of the cluster, which Cilium knows by names of its own. A node always reaches its own pods. */
function nodes({ named }: PeerSet, isIngress: boolean): Headline | undefined {
  const names = ["remote-node", ...(isIngress ? [] : ["host"])];
  return names.some((name) => named.names.has(`entity:${name}`))
    ? { statement: "address-range", case: "few" }
    : undefined;
}

function crossNamespace(change: FlowChange, { pods }: PeerSet): Headline | undefined {
  const foreign = pods.filter((box) => isForeign(box, change));
  if (foreign.length === 0) return undefined;
  const isEvery = foreign.some(({ namespace }) => isUnlimited(namespace));
  return { statement: "cross-namespace", ...(isEvery ? { case: "every-namespace" } : {}) };
}

/** Whether some of the pods are, as far as their labels tell, in another namespace than the pods at the near end. */
function isForeign({ namespace }: PodBox, { targets }: FlowChange): boolean {
  const name = namespace.get(namespaceNameLabel);
  if (!name || name.allBut) return true;
  return name.values.some((value) => !targets.some((target) => target.namespace === value));
}

/** More ports for those who had others, or a wide range of ports that nobody had. */
function portRange({ flows }: FlowChange): Headline | undefined {
  const known = flows.filter(({ peersKnown }) => peersKnown);
  const wide = flows.filter(({ peersKnown, portsKnown, ports }) => !peersKnown && !portsKnown && !isFewPorts(ports));
  if (known.length + wide.length === 0) return undefined;
  const statement = "port-range";
  if (known.some(({ peers }) => isLargePart(peers.addresses) || isWorld(peers.named)))
    return { statement, case: "internet" };
  const risky = known.flatMap(({ ports }) => riskyServices(ports));
  return risky.length > 0 ? { statement, case: "insecure" } : { statement };
}
