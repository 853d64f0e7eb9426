import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../../exposure/plain-fields.ts";
import { joinedPeers } from "../peer-algebra.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import { unknownRule } from "../policy-reading.ts";
import type { DirectionRules, TrafficDirection, TrafficRule } from "../traffic-policy.ts";
import { peersOfItem } from "./peers.ts";
import { portsOfPorts, portsOfProtocols } from "./ports.ts";

/** How the versions of the API differ. */
export interface RuleForm {
  readonly actions: Readonly<Record<string, TrafficRule["action"]>>;
  readonly portField: "ports" | "protocols";
}

/** The rules of a direction; undefined where there are none, since nothing isolates a pod then. */
export function directionRules(
  spec: PlainObject,
  direction: TrafficDirection,
  form: RuleForm,
  notes: ProblemNotes,
): DirectionRules | undefined {
  const value = spec[direction] ?? null;
  const path: FieldPath = ["spec", direction];
  const items = asList(value ?? []);
  if (!items) notes.note(path, `has the rules \`${clipped(value)}\`, which are no list`, value);
  if (items?.length === 0) return undefined;
  const rules = items
    ? items.flatMap((item, index) => readRule(item, direction, form, [...path, index], notes))
    : [unknownRule("allow", value, path)];
  return { isolates: false, rules, path };
}

function readRule(
  value: Plain,
  direction: TrafficDirection,
  { actions, portField }: RuleForm,
  path: FieldPath,
  notes: ProblemNotes,
): readonly TrafficRule[] {
  const rule = asObject(value);
  const name = rule?.action;
  const action = typeof name === "string" && Object.hasOwn(actions, name) ? actions[name] : undefined;
  const field = direction === "ingress" ? "from" : "to";
  const items = asList(rule?.[field] ?? undefined);
  const portItems = asList(rule?.[portField] ?? []);
  if (!rule || !action || !items || items.length === 0 || !portItems) {
    notes.note(path, `has the rule \`${clipped(value)}\`, which is none`, value);
    return [unknownRule(action ?? "allow", value, path)];
  }
  notes.noteOthers(rule, ["name", "action", field, portField], path);
  const peers = joinedPeers(items.map((item, index) => peersOfItem(item, field, [...path, field, index], notes)));
  const readPorts = portField === "ports" ? portsOfPorts : portsOfProtocols;
  const { ports, unread } = readPorts(portItems, [...path, portField], notes);
  const read: readonly TrafficRule[] = ports === "every" || ports.length > 0 ? [{ action, peers, ports, path }] : [];
  return unread ? [...read, unknownRule(action, value, path)] : read;
}
