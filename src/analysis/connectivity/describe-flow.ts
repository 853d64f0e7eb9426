import { grouped } from "../exposure/grouped.ts";
import { isWithinMetadata, metadataAddresses } from "./address-kinds.ts";
import type { ConnectivityChange, Flow, FlowChange, ZoneCrossing } from "./connectivity-change.ts";
import { listed, quoted } from "./describe-names.ts";
import { describePeers, everywhere } from "./describe-peers.ts";
import { describePorts } from "./describe-ports.ts";
import { describeTargets, pronounOf } from "./describe-targets.ts";
import { joinedPorts } from "./flow-sets.ts";
import { type Headline, headlineOf, type Statement } from "./headline.ts";
import { isFewPorts, riskyServices } from "./insecure-ports.ts";
import { newParts } from "./new-part.ts";
import type { PortSet } from "./port-set.ts";
import type { TrafficDirection } from "./traffic-policy.ts";

export interface FlowFinding {
  readonly message: string;
  /** See `caseOf`; the rule documents each. */
  readonly case?: string;
}

/** What the rule for one statement says about a change; undefined if another statement leads, or it is no change of connections. */
export function tellFlow(change: ConnectivityChange, statement: Statement): FlowFinding | undefined {
  if (!("flows" in change)) return undefined;
  const headline = headlineOf(change);
  if (headline.statement !== statement) return undefined;
  const found = caseOf(change, headline);
  return { message: messageOf(change, headline), ...(found === undefined ? {} : { case: found }) };
}

/** Statements that are about zones themselves: that the pods are in scope is no further circumstance. */
const aboutZones: ReadonlySet<Statement> = new Set(["lower-zone", "unapproved-caller", "in-scope-egress"]);

/** Being in scope of the assessment and being latent cancel each other out. */
function caseOf({ targets, isLatent }: FlowChange, { statement, case: own }: Headline): string | undefined {
  const inScope = !aboutZones.has(statement) && targets.some((target) => target.inScope);
  const suffix = inScope === isLatent ? undefined : inScope ? "in-scope" : "latent";
  return own === undefined ? suffix : suffix === undefined ? own : `${own}-${suffix}`;
}

function messageOf(change: FlowChange, { statement }: Headline): string {
  if (change.kind === "isolation-gained") return isolationGained(change);
  if (change.cause === "application-removed") return applicationRemoved(change);
  const reason = reasonOf(change);
  const body = change.kind === "isolation-lost" ? isolationLost(change) : flowSentence(change, statement);
  return `${body}${reason}${zoneNote(change, statement)}${hostNote(change)}`;
}

function isolationGained(change: FlowChange): string {
  const { targets, directions } = change;
  const who = describeTargets(targets);
  const what = {
    ingress: "can only be reached from where policies admit",
    egress: "can only connect to what policies admit",
  };
  return `${who} ${directions.map((direction) => what[direction]).join(" and ")}, by ${nameOf(change)}${othersOf(change)}`;
}

function othersOf({ cause, otherPolicies = 0 }: FlowChange): string {
  return otherPolicies === 0 || cause !== "policy" ? "" : ` and ${otherPolicies} more`;
}

function applicationRemoved(change: FlowChange): string {
  return `${nameOf(change)} is gone together with the pods that it applied to`;
}

function isolationLost(change: FlowChange): string {
  const { targets, directions } = change;
  const what = directions.map((direction) =>
    direction === "ingress" ? "be reached from anywhere" : "connect to anything",
  );
  return `${describeTargets(targets)} can now ${what.join(" and ")}`;
}

function flowSentence(change: FlowChange, statement: Statement): string {
  const workload = relabelled(change);
  if (workload) return relabelledSentence(change, workload);
  const { traffic, kind, targets } = change;
  const can = kind === "closed" ? "can no longer" : "can now";
  const verb = traffic === "ingress" ? "be reached" : "connect";
  const flows = newParts(change.shown, change.flows);
  return `${describeTargets(targets)} ${can} ${verb} ${describeFlows(flows, traffic)}${riskNote(change, statement)}${metadataNote(change)}`;
}

/** Labels of a peer changed: that workload is what gained or lost something, and the targets are its far end. */
function relabelled({ cause, resource, targets }: FlowChange): string | undefined {
  if (cause !== "workload-labels") return undefined;
  const isTarget = targets.some(
    ({ workload, namespace }) =>
      workload === `${resource.kind}/${resource.name}` &&
      (resource.namespace === null || resource.namespace === namespace),
  );
  if (isTarget) return undefined;
  return `${quoted(resource.name)}${resource.namespace === null ? "" : ` in ${quoted(resource.namespace)}`}`;
}

function relabelledSentence({ traffic, kind, targets, flows }: FlowChange, workload: string): string {
  const can = kind === "closed" ? "can no longer" : "can now";
  const verb = traffic === "ingress" ? "connect to" : "be reached from";
  const ports = [...new Set(flows.map((flow) => describePorts(flow.ports)))];
  return `${workload} ${can} ${verb} ${describeTargets(targets)} on ${listed(ports)}`;
}

// What a sentence names is found among the first of them.
const mostRead = 200;

/** "from the internet (0.0.0.0/0) on TCP 443 and from pods in namespace `x` on every port". */
export function describeFlows(flows: readonly Flow[], traffic: TrafficDirection): string {
  const told = flows.slice(0, mostRead).map(({ peers, ports }) => ({ peers: describePeers(peers), ports }));
  const phrases = [...grouped(told, ({ peers }) => peers)].map(([peers, same]) => {
    const who = traffic === "ingress" ? `from ${peers}` : `to ${peers === everywhere ? "anything" : peers}`;
    return `${who} on ${describePorts(joinedPorts(same))}`;
  });
  return listed(phrases);
}

/** Services that a range of ports holds do not show in its numbers. */
function riskNote({ flows, kind }: FlowChange, statement: Statement): string {
  if (kind === "closed" || (statement !== "port-range" && statement !== "insecure-service")) return "";
  const ranges = flows.map(({ ports }) => (isFewPorts(ports) ? wideOnly(ports) : ports));
  const names = [...new Set(ranges.flatMap((ports) => riskyServices(ports)).map(({ name }) => name))];
  return names.length > 0 ? `, among them ${listed(names)}` : "";
}

function wideOnly(ports: PortSet): PortSet {
  return ports === "every" ? ports : ports.filter((range) => "first" in range && range.first !== range.last);
}

function metadataNote({ traffic, kind, flows }: FlowChange): string {
  if (traffic !== "egress" || kind !== "opened") return "";
  const found = [...new Set(flows.slice(0, mostRead).flatMap(({ peers }) => metadataAddresses(peers.addresses)))];
  const [first] = found;
  if (first === undefined) return "";
  const isAll = flows.every(({ peers }) => isWithinMetadata(peers.addresses) && peers.pods.length === 0);
  return isAll ? ", the metadata service of the cloud" : `, including the metadata service of the cloud (${first})`;
}

/** What made the difference, where it is no rule of the pods' own policies. */
function reasonOf(change: FlowChange): string {
  const { cause, kind, targets } = change;
  const isLost = kind === "isolation-lost";
  if (cause === "workload-labels")
    return isLost
      ? `: with its new labels, no policy isolates ${pronounOf(targets)}`
      : `: the labels of ${nameOf(change)} changed`;
  if (cause === "namespace-labels") return `: the labels of ${nameOf(change)} changed`;
  const others = othersOf(change);
  if (isLost)
    return `: ${nameOf(change)}${others} no longer ${others === "" ? "isolates" : "isolate"} ${pronounOf(targets)}`;
  return cause === "cluster-policy" ? `, by ${nameOf(change)}` : "";
}

function nameOf({ resource }: FlowChange): string {
  const kind = resource.kind.length > 60 ? `${resource.kind.slice(0, 60)}…` : resource.kind;
  return `${kind} ${quoted(resource.name)}`;
}

function zoneNote(change: FlowChange, statement: Statement): string {
  const lower = crossingNote(change, "lower-to-in-scope", statement === "lower-zone");
  const unapproved = crossingNote(change, "unapproved-caller", statement === "unapproved-caller");
  return `${lower}${unapproved}`;
}

/** Who crosses the border of a zone; where nobody can be named it is only said if that is the news. */
function crossingNote(change: FlowChange, kind: ZoneCrossing["crossing"], leads: boolean): string {
  const own = change.crossings.filter(({ crossing }) => crossing === kind);
  const [first] = own;
  if (!first) return "";
  const isInbound = change.traffic === "ingress" || change.directions.includes("ingress");
  const named = own.filter(({ from, to }) => (isInbound ? from : to).namespace !== null);
  if (named.length === 0 && !leads) return "";
  const ends = [
    ...new Set((isInbound ? named.map(({ from }) => from) : named.map(({ to }) => to)).map(({ label }) => label)),
  ];
  const who = listed(ends);
  const zone = first.to.zone === null ? "the zone" : `zone ${quoted(first.to.zone)}`;
  if (kind === "unapproved-caller") {
    if (!isInbound) return `; ${zone} does not list ${pronounOf(change.targets)} as a caller`;
    return ends.length > 0 ? `; ${zone} does not list ${who} as a caller` : `; ${zone} does not list such callers`;
  }
  if (!isInbound)
    return ends.length > 0 ? `; ${who} is in ${zone}, in scope of the assessment` : `; this leads into ${zone}`;
  if (ends.length === 0) return "; such pods lie outside of the assessment";
  return `; ${who} ${ends.length === 1 ? "lies" : "lie"} outside of the assessment`;
}

function hostNote({ hosts, targets }: FlowChange): string {
  if (hosts.length === 0) return "";
  const verb = pronounOf(targets) === "it" ? "it serves" : "they serve";
  return `; ${verb} ${listed(hosts.map(quoted))}`;
}
