import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject, asText } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import { clipped } from "../policy-problems.ts";
import { unknownRule } from "../policy-reading.ts";
import type { TrafficDirection, TrafficRule } from "../traffic-policy.ts";
import { peersOfEntity, whoFields } from "./entity-peers.ts";
import type { EntityContext } from "./entity-selection.ts";
import { portsOfRule, sourcePortsText } from "./ports.ts";

/** The rules of one direction in their order. */
export function readRules(
  value: Plain,
  direction: TrafficDirection,
  path: FieldPath,
  context: EntityContext,
): readonly TrafficRule[] {
  const rules = asList(value);
  if (rules) return rules.flatMap((rule, index) => readRule(rule, direction, [...path, index], context));
  context.notes.note(path, `has the rules \`${clipped(value)}\`, which are no list`, value);
  return [unknownRule("allow", value, path)];
}

const known = [
  "action",
  "ipVersion",
  "protocol",
  "notProtocol",
  "icmp",
  "notICMP",
  "source",
  "destination",
  "http",
  // Annotations say nothing about traffic.
  "metadata",
];

function readRule(
  value: Plain,
  direction: TrafficDirection,
  path: FieldPath,
  context: EntityContext,
): readonly TrafficRule[] {
  const { notes } = context;
  const rule = asObject(value);
  const action = actionOf(rule?.action);
  if (!rule || !action) {
    notes.note(path, `has the rule \`${clipped(value)}\`, whose action is none`, value);
    return [unknownRule("allow", value, path)];
  }
  notes.noteOthers(rule, known, path);
  if (action === "log") return [];
  const ends = { source: endOf(rule, "source", path, context), destination: endOf(rule, "destination", path, context) };
  const [farName, nearName] =
    direction === "ingress" ? (["source", "destination"] as const) : (["destination", "source"] as const);
  notes.noteOthers(ends[nearName], [...whoFields, "ports", "notPorts"], [...path, nearName]);
  const peers = peersOfEntity(ends[farName], action !== "deny", [...path, farName], context);
  const only = limitText(rule, ends[nearName], ends.source);
  const { ports, unread } = portsOfRule(rule, ends.destination, only, path, notes);
  if (unread) return [unknownRule(action, value, path)];
  return [{ action, peers: ofVersion(peers, rule.ipVersion), ports, path }];
}

type Action = TrafficRule["action"] | "log";
const actions: readonly Action[] = ["allow", "deny", "pass", "log"];

function actionOf(value: Plain | undefined): Action | undefined {
  const name = asText(value)?.toLowerCase();
  return actions.find((action) => action === name);
}

function endOf(
  rule: PlainObject,
  name: "source" | "destination",
  path: FieldPath,
  { notes }: EntityContext,
): PlainObject {
  const value = rule[name] ?? {};
  const end = asObject(value);
  if (!end) notes.note([...path, name], `has the ${name} \`${clipped(value)}\`, which is none`, value);
  return end ?? {};
}

/** What limits a rule besides its peers and ports: requests, address families, and which of the selected pods it is for. */
function limitText(rule: PlainObject, near: PlainObject, source: PlainObject): string | undefined {
  const nearest = Object.fromEntries(
    whoFields.flatMap((name): readonly [string, Plain][] => {
      const value = near[name] ?? null;
      return value === null || value === "" || asList(value)?.length === 0 ? [] : [[name, sortedList(value)]];
    }),
  );
  const http = asObject(rule.http ?? null) ?? {};
  const requests = Object.fromEntries(Object.entries(http).map(([key, value]) => [key, sortedList(value)]));
  const texts = [
    ...(rule.ipVersion === undefined || rule.ipVersion === null ? [] : [`ipVersion ${stableText(rule.ipVersion)}`]),
    ...(Object.keys(requests).length === 0 ? [] : [`http ${stableText(requests)}`]),
    ...(Object.keys(nearest).length === 0 ? [] : [`for pods ${stableText(nearest)}`]),
    ...[sourcePortsText(source)].filter((text) => text !== undefined),
  ];
  return texts.length === 0 ? undefined : texts.join(" ");
}

function sortedList(value: Plain): Plain {
  const list = asList(value);
  return list ? [...list].sort((a, b) => (stableText(a) < stableText(b) ? -1 : 1)) : value;
}

function ofVersion(peers: TrafficRule["peers"], version: Plain | undefined): TrafficRule["peers"] {
  const { v4, v6 } = peers.addresses;
  if (version === 4) return { ...peers, addresses: { v4, v6: [] } };
  return version === 6 ? { ...peers, addresses: { v4: [], v6 } } : peers;
}
