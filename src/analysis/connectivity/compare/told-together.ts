import { grouped } from "../../exposure/grouped.ts";
import type { Flow, FlowChange, Target } from "../connectivity-change.ts";
import { isWithinPeers, peersText } from "../peer-algebra.ts";
import { isClusterScoped, policyIdentity } from "../policy-identity.ts";
import { coversSegment, portsText, segmentsOf } from "../port-algebra.ts";
import type { TrafficDirection } from "../traffic-policy.ts";
import type { Cause } from "./causes.ts";
import type { TargetDiff } from "./compare-target.ts";

export type Kind = FlowChange["kind"];

/** What one cause does to some pods in one direction. */
export interface Finding {
  readonly kind: Kind;
  readonly diff: TargetDiff;
  readonly target: Target;
  readonly flows: readonly Flow[];
  readonly shown: readonly Flow[];
  readonly cause: Cause;
}

/** The findings that one change tells, for each change that is worth telling. */
export function toldTogether(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const directions = directionsOf(findings);
  return withoutEchoes([...grouped(findings, (finding) => keyOf(finding, directions)).values()]);
}

/**
 * What is told together: the same cause and the same connections. Where isolation comes or goes, everything in one namespace, whichever
 * policies made it; what is lost is told apart by its directions.
 */
function keyOf({ kind, diff, shown, cause, target }: Finding, directions: DirectionsByTarget): string {
  const lost = directions.get(targetOfKind(kind, target));
  const what = changesIsolation(kind)
    ? [placeOf(target, cause), kind === "isolation-lost" ? lost : null]
    : [diff.traffic, shown.map(flowText).sort(), cause.objects.map(policyIdentity)];
  return JSON.stringify([kind, what, cause.kind, target.inScope]);
}

/** What a policy of the whole cluster does is told once, not once a namespace. */
function placeOf({ namespace }: Target, { objects }: Cause) {
  return namespace === null || objects.some(isClusterScoped) ? objects.map(policyIdentity) : namespace;
}

export function changesIsolation(kind: Kind): boolean {
  return kind === "isolation-lost" || kind === "isolation-gained";
}

type DirectionsByTarget = ReadonlyMap<string, readonly TrafficDirection[]>;

/** In which directions isolation came or went for the pods. */
function directionsOf(findings: readonly Finding[]): DirectionsByTarget {
  const groups = grouped(
    findings.filter(({ kind }) => changesIsolation(kind)),
    ({ kind, target }) => targetOfKind(kind, target),
  );
  return new Map(
    [...groups].map(([key, group]) => [key, [...new Set(group.map(({ diff }) => diff.traffic))].sort().reverse()]),
  );
}

function targetOfKind(kind: Kind, target: Target): string {
  return `${kind} ${targetKey(target)}`;
}

/**
 * Pods that two selectors select at once say nothing new beside pods that one of them selects, where the same cause opened the same
 * or more for these.
 */
function withoutEchoes(groups: readonly (readonly Finding[])[]): readonly (readonly Finding[])[] {
  const firstHand = groups.filter((group) => group.some(({ diff }) => !isPairOnly(diff)));
  const told = grouped(firstHand.flat(), echoKey);
  const isEcho = (finding: Finding) =>
    (told.get(echoKey(finding)) ?? []).slice(0, mostCompared).some((one) => holdsFlows(one, finding));
  const causes = new Set(firstHand.flat().flatMap(({ cause }) => cause.objects.map(policyIdentity)));
  // What pods lose that nobody knows is not worth a word beside what the same policies do to others.
  const isMinor = ({ kind, cause }: Finding) =>
    (kind === "closed" || kind === "isolation-gained") &&
    cause.objects.every((object) => causes.has(policyIdentity(object)));
  return groups.filter(
    (group) => firstHand.includes(group) || !group.every((finding) => isMinor(finding) || isEcho(finding)),
  );
}

// What one policy does to more kinds of pods than this is not searched for an equal.
const mostCompared = 50;

/** Whether the connections of one finding are among those of another. */
function holdsFlows(outer: Finding, inner: Finding): boolean {
  const texts = new Set(outer.flows.map(flowText));
  return inner.flows.every(
    (flow) =>
      texts.has(flowText(flow)) ||
      outer.flows.some(({ peers, ports }) => holdsPorts(ports, flow.ports) && isWithinPeers(flow.peers, peers)),
  );
}

function holdsPorts(outer: Flow["ports"], inner: Flow["ports"]): boolean {
  return segmentsOf([outer, inner]).every((segment) => coversSegment(outer, segment) || !coversSegment(inner, segment));
}

/** Whether the pods are known only because two selectors may select them at once. */
export function isPairOnly({ pair }: TargetDiff): boolean {
  return pair.after.isPair === true;
}

function echoKey({ kind, diff, cause, target }: Finding): string {
  const side = kind === "opened" || kind === "isolation-lost" ? "more" : "less";
  return JSON.stringify([side, diff.traffic, cause.kind, cause.objects.map(policyIdentity), target.namespace]);
}

export function targetKey({ namespace, workload, selector }: Target): string {
  return `${namespace ?? "\uffff"}/${workload ?? "\uffff"}/${selector}`;
}

export function flowText({ peers, ports }: Pick<Flow, "peers" | "ports">): string {
  return `${portsText(ports)} ${peersText(peers)}`;
}
