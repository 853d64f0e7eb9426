import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import type { PeerSet, PodSet } from "../peer-set.ts";
import { commonPods, joinedPods } from "../pod-algebra.ts";
import { clipped } from "../policy-problems.ts";
import { unknownRule } from "../policy-reading.ts";
import type { DirectionRules, TrafficDirection, TrafficRule } from "../traffic-policy.ts";
import { selectedPeers } from "./endpoint-selector.ts";
import { type PeerContext, peerFields, peersOfRule } from "./peers.ts";
import { portsOfRule } from "./ports.ts";

/**
 * What one rule of Cilium (`spec`, or an item of `specs`) says about a direction: what `ingressDeny` lists is refused, what
 * `ingress` lists is allowed, and the rest is refused unless `enableDefaultDeny` says otherwise.
 */
export function directionRules(
  spec: PlainObject,
  direction: TrafficDirection,
  path: FieldPath,
  context: PeerContext,
): DirectionRules | undefined {
  const sections = [direction, `${direction}Deny`].filter((name) => isFilled(spec[name]));
  const setting = asObject(spec.enableDefaultDeny)?.[direction] ?? undefined;
  if (sections.length === 0 && setting !== true) return undefined;
  const rules = sections.flatMap((name) =>
    rulesOfSection(spec[name] ?? null, name, direction, [...path, name], context),
  );
  const [first] = sections;
  return {
    isolates: setting !== false,
    rules,
    path: [...path, ...(first === undefined ? ["enableDefaultDeny", direction] : [first])],
  };
}

/** Empty lists are missing ones (docs.cilium.io, "Policy Enforcement Modes"). */
function isFilled(value: Plain | undefined): boolean {
  return value !== undefined && value !== null && asList(value)?.length !== 0;
}

function rulesOfSection(
  value: Plain,
  section: string,
  direction: TrafficDirection,
  path: FieldPath,
  context: PeerContext,
): readonly TrafficRule[] {
  const action = section === direction ? "allow" : "deny";
  const items = asList(value);
  if (!items) {
    context.notes.note(path, `has the rules \`${clipped(value)}\`, which are no list`, value);
    return [unknownRule(action, value, path)];
  }
  const required = requiredPods(items, direction, path, context);
  return items.flatMap((item, index) => readRule(item, action, direction, [...path, index], context, required));
}

function readRule(
  value: Plain,
  action: "allow" | "deny",
  direction: TrafficDirection,
  path: FieldPath,
  context: PeerContext,
  required: PodSet | undefined,
): readonly TrafficRule[] {
  const rule = asObject(value);
  if (!rule) {
    context.notes.note(path, `has the rule \`${clipped(value)}\`, which is none`, value);
    return [unknownRule(action, value, path)];
  }
  const known = [...peerFields(direction), requiresField(direction), "toPorts", "icmps"];
  context.notes.noteOthers(rule, action === "allow" ? [...known, "authentication"] : known, path);
  // A rule that names neither peers nor ports matches nothing.
  if (![...peerFields(direction), "toPorts", "icmps"].some((name) => isPresent(rule[name]))) return [];
  const peers = withRequirement(peersOfRule(rule, direction, path, context), rule, direction, required);
  const { ports, unread } = portsOfRule(rule, authentication(rule), path, context.notes);
  const read: readonly TrafficRule[] = ports === "every" || ports.length > 0 ? [{ action, peers, ports, path }] : [];
  return unread ? [...read, unknownRule(action, value, path)] : read;
}

function isPresent(value: Plain | undefined): boolean {
  return value !== undefined && value !== null && asList(value)?.length !== 0;
}

function authentication(rule: PlainObject): string | undefined {
  const setting = rule.authentication ?? null;
  if (setting === null || asObject(setting)?.mode === "disabled") return undefined;
  return `authentication ${stableText(setting)}`;
}

function requiresField(direction: TrafficDirection): string {
  return direction === "ingress" ? "fromRequires" : "toRequires";
}

// What is required of peers by longer lists is left out: these admit more than is true, and any change of them is a problem.
const mostRequirements = 20;

/** Requirements of one rule hold for the pods of all others, those of other policies too. */
function requiredPods(
  items: readonly Plain[],
  direction: TrafficDirection,
  path: FieldPath,
  { home, notes }: PeerContext,
): PodSet | undefined {
  const field = requiresField(direction);
  let required: PodSet | undefined;
  let rules = 0;
  for (const [index, item] of items.entries()) {
    const selectors = asList(asObject(item)?.[field] ?? undefined);
    if (!selectors || selectors.length === 0) continue;
    const place = [...path, index, field];
    notes.note(place, `has \`${field}\`, which limits the rules of other policies too`, selectors);
    if (selectors.length > mostRequirements || ++rules > mostRequirements) continue;
    const pods = selectors.map((one, at) => selectedPeers(one, home, [...place, at], notes).pods);
    required = [...(required ? [required] : []), ...pods].reduce(commonPods);
  }
  return required;
}

function withRequirement(
  peers: PeerSet,
  rule: PlainObject,
  direction: TrafficDirection,
  required: PodSet | undefined,
): PeerSet {
  const isLimited = required && isPresent(rule[direction === "ingress" ? "fromEndpoints" : "toEndpoints"]);
  return isLimited ? { ...peers, pods: commonPods(joinedPods([peers.pods]), required) } : peers;
}
