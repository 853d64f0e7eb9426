import type { LabelBox } from "../../../src/analysis/connectivity/label-box.ts";
import type { PeerSet, PodSet } from "../../../src/analysis/connectivity/peer-set.ts";
import type { PolicyKind } from "../../../src/analysis/connectivity/policy-kind.ts";
import type { DirectionRules, TrafficPolicy } from "../../../src/analysis/connectivity/traffic-policy.ts";
import { cidrsOf, everyAddress } from "../../../src/analysis/exposure/address-set.ts";
import { resourcesFrom } from "../resources.ts";

/** The only policy of a YAML text. */
export function policyOf(kind: PolicyKind, yaml: string, file?: string): TrafficPolicy {
  const { policies } = kind.read(resourcesFrom(yaml, file));
  const [policy] = policies;
  if (!policy || policies.length > 1) throw new Error(`${policies.length} policies`);
  return policy;
}

/** What its problems say, as the ends of sentences or as their identities. */
export function problemsOf(kind: PolicyKind, yaml: string, part: "problem" | "text" = "problem"): readonly string[] {
  return kind.read(resourcesFrom(yaml)).problems.map((problem) => problem[part]);
}

/** A policy in short texts, without places. */
export function meaningOf(kind: PolicyKind, yaml: string, file?: string) {
  const { subject, precedence, ingress, egress } = policyOf(kind, yaml, file);
  return {
    subject: podTexts(subject),
    precedence,
    ingress: directionMeaning(ingress),
    egress: directionMeaning(egress),
  };
}

function directionMeaning(direction: DirectionRules | undefined) {
  if (!direction) return undefined;
  const rules = direction.rules.map(({ action, peers, ports }) => ({ action, peers: peersText(peers), ports }));
  return { isolates: direction.isolates, rules };
}

/** Peers as one text: pods as `labels of the namespace / labels of the pod`, address blocks, names. */
export function peersText(peers: PeerSet | undefined): string {
  if (!peers) return "(none)";
  const { pods, addresses, named } = peers;
  const isEveryAddress = cidrsOf(addresses).join() === cidrsOf(everyAddress).join();
  return [
    ...podTexts(pods),
    ...(isEveryAddress ? ["every address"] : cidrsOf(addresses)),
    ...(named.everyName ? ["every name"] : [...named.names].sort()),
  ].join("; ");
}

export function podTexts(pods: PodSet): readonly string[] {
  return pods.map(({ namespace, pod }) => `${boxText(namespace)} / ${boxText(pod)}`);
}

function boxText(box: LabelBox): string {
  const conditions = [...box].map(([key, { values, allBut, orAbsent }]) => {
    if (allBut && values.length === 0) return `${key}${orAbsent ? "?" : ""}`;
    if (!allBut && values.length === 0) return `!${key}`;
    return `${key}${orAbsent ? "?" : ""}${allBut ? "!=" : "="}${values.join("|")}`;
  });
  return conditions.join(",") || "*";
}
