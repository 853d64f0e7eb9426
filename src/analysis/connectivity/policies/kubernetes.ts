import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../../exposure/plain-fields.ts";
import { peersOfItems } from "../kubernetes/peers.ts";
import { portsOfItems } from "../kubernetes/ports.ts";
import { namespaceOf } from "../namespace-of.ts";
import { everyPeer } from "../peer-algebra.ts";
import { namespaceNamed, podsWith, selectedLabels } from "../peer-reading.ts";
import type { PodSet } from "../peer-set.ts";
import type { PolicyKind } from "../policy-kind.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import { notedSpec, readEach, unknownRule } from "../policy-reading.ts";
import {
  type DirectionRules,
  namespacedOrder,
  namespacedTier,
  type TrafficDirection,
  type TrafficPolicy,
  type TrafficRule,
} from "../traffic-policy.ts";

/** NetworkPolicy of Kubernetes itself, as of networking.k8s.io/v1: policies only allow, and form a union. */
export const kubernetes: PolicyKind = {
  id: "kubernetes",
  kinds: ["networking.k8s.io/NetworkPolicy", "extensions/NetworkPolicy"],
  read: (resources) => readEach(resources, readPolicy),
};

function readPolicy(resource: Resource, notes: ProblemNotes): readonly TrafficPolicy[] {
  const spec = notedSpec(resource, ["podSelector", "policyTypes", "ingress", "egress"], notes);
  const directions = isolatedDirections(spec, notes);
  const rulesOf = (direction: TrafficDirection): DirectionRules => ({
    isolates: true,
    rules: readRules(resource, spec, direction, notes),
    path: asList(spec.policyTypes)?.length ? ["spec", "policyTypes"] : ["spec", direction],
  });
  const policy = {
    resource,
    subject: subjectOf(resource, spec, notes),
    subjectPath: ["spec", "podSelector"],
    precedence: { tier: namespacedTier, order: namespacedOrder, inSequence: false },
    ...(directions.has("ingress") && { ingress: rulesOf("ingress") }),
    ...(directions.has("egress") && { egress: rulesOf("egress") }),
  };
  return [policy];
}

const directionNames: Readonly<Record<string, TrafficDirection>> = { Ingress: "ingress", Egress: "egress" };

/** A list of types is literal, and rules of other types are ignored; without one, the API server fills it in. */
function isolatedDirections(spec: PlainObject, notes: ProblemNotes): ReadonlySet<TrafficDirection> {
  const types = spec.policyTypes ?? [];
  const names = asList(types);
  const known = names?.filter(
    (name): name is string => typeof name === "string" && Object.hasOwn(directionNames, name),
  );
  if (known?.length !== names?.length || !names)
    notes.note(
      ["spec", "policyTypes"],
      `has the \`policyTypes\` ${quoted(types)}, which are not Ingress and Egress`,
      types,
    );
  if (known && known.length > 0) return new Set(known.flatMap((name) => directionNames[name] ?? []));
  const hasEgress = spec.egress !== undefined && spec.egress !== null && asList(spec.egress)?.length !== 0;
  return new Set(hasEgress ? ["ingress", "egress"] : ["ingress"]);
}

function subjectOf(resource: Resource, spec: PlainObject, notes: ProblemNotes): PodSet {
  const selector = spec.podSelector ?? {};
  const pods = selectedLabels(selector, ["spec", "podSelector"], notes);
  if (pods) return podsWith(namespaceNamed(namespaceOf(resource)), pods);
  // Nothing of such a policy is compared: whatever changes in it is another problem.
  notes.note(["spec"], "applies to pods that nobody here can tell", spec);
  return [];
}

function readRules(
  resource: Resource,
  spec: PlainObject,
  direction: TrafficDirection,
  notes: ProblemNotes,
): readonly TrafficRule[] {
  const value = spec[direction] ?? [];
  const path: FieldPath = ["spec", direction];
  const rules = asList(value);
  if (rules) return rules.flatMap((rule, index) => readRule(resource, rule, [...path, index], direction, notes));
  notes.note(path, `has the ${direction} rules ${quoted(value)}, which are no list`, value);
  return [unknownRule("allow", value, path)];
}

/** Missing and empty lists mean every peer and every port. What Go reads out of `null` is an empty rule. */
function readRule(
  resource: Resource,
  value: Plain,
  path: FieldPath,
  direction: TrafficDirection,
  notes: ProblemNotes,
): readonly TrafficRule[] {
  const rule = asObject(value ?? {});
  const peerField = direction === "ingress" ? "from" : "to";
  const items = asList(rule?.[peerField] ?? []);
  const portItems = asList(rule?.ports ?? []);
  if (!rule || !items || !portItems) {
    notes.note(path, `has the ${direction} rule ${quoted(value)}, which is none`, value);
    return [unknownRule("allow", value, path)];
  }
  notes.noteOthers(rule, [peerField, "ports"], path);
  const peers =
    items.length === 0 ? everyPeer : peersOfItems(items, namespaceOf(resource), [...path, peerField], notes);
  const { ports, unread } = portsOfItems(portItems, [...path, "ports"], notes);
  const read: TrafficRule[] = ports === "every" || ports.length > 0 ? [{ action: "allow", peers, ports, path }] : [];
  return unread ? [...read, unknownRule("allow", value, path)] : read;
}

function quoted(value: Plain): string {
  return `\`${clipped(value)}\``;
}
