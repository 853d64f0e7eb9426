import { matchesWildcard } from "../analysis/wildcard.ts";
import type { SecurityEvent } from "../rules/security-event.ts";
import { moved } from "../rules/severity-modifiers.ts";
import type { Policy, Waiver } from "./policy.ts";
import type { Verdict } from "./review-plan.ts";
import { concernsZone } from "./zones.ts";

export interface JudgedEvents {
  /** All events, with the severities that the policy gives them. */
  readonly events: readonly SecurityEvent[];
  /** Ids of events that no approval can admit. A waived event is not among them. */
  readonly forbidden: readonly string[];
  readonly waived: Verdict["waived"];
}

/** What the policy says about single rules and objects, before anyone is asked. Applying it twice changes nothing more. */
export function applyPolicy(events: readonly SecurityEvent[], policy: Policy, now: Date): JudgedEvents {
  const judged = withPolicySeverities(events, policy);
  const waived = judged.flatMap((event) => {
    const waiver = policy.waivers.find((candidate) => isInForce(candidate, now) && covers(candidate, event));
    return waiver ? [{ eventId: event.id, waiver: describe(waiver) }] : [];
  });
  const waivedIds = new Set(waived.map(({ eventId }) => eventId));
  const forbidden = judged.filter(({ id, rule }) => overrideOf(policy, rule).forbid === true && !waivedIds.has(id));
  return { events: judged, forbidden: forbidden.map(({ id }) => id), waived };
}

export function withPolicySeverities(events: readonly SecurityEvent[], policy: Policy): readonly SecurityEvent[] {
  return events.map((event) => {
    const { severity } = overrideOf(policy, event.rule);
    if (severity === undefined) return inZone(event, policy);
    return severity === event.severity ? event : { ...event, severity };
  });
}

/** What opens a system in scope of the assessment to the internet weighs one step more. */
function inZone(event: SecurityEvent, { zones }: Policy): SecurityEvent {
  const { reach, ...rest } = event;
  if (reach !== "internet" || event.theme !== "exposure" || event.direction !== "widened" || event.severity === "info")
    return event;
  if (!zones.some((zone) => zone.pci === "in-scope" && concernsZone(event, zone))) return event;
  // Without its reach, a second look adds nothing.
  return { ...rest, severity: moved(event.severity, 1) };
}

function overrideOf(policy: Policy, rule: string): Policy["rules"][string] {
  return Object.hasOwn(policy.rules, rule) ? (policy.rules[rule] ?? {}) : {};
}

function isInForce({ until }: Waiver, now: Date): boolean {
  return now.toISOString().slice(0, 10) <= until;
}

function covers(waiver: Waiver, { rule, resource }: SecurityEvent): boolean {
  if (waiver.rule !== rule) return false;
  const parts = waiver.resource.split("/");
  const [name = "", kind = "", namespace] = parts.toReversed();
  // The parts are compared one by one: a name that holds a slash, which only a forged manifest has, gains nothing.
  return (
    matchesWildcard(name, resource.name) && matchesWildcard(kind, resource.kind) && fitsNamespace(namespace, resource)
  );
}

function fitsNamespace(pattern: string | undefined, { namespace }: SecurityEvent["resource"]): boolean {
  if (namespace === null) return pattern === undefined || pattern === "*";
  return pattern !== undefined && matchesWildcard(pattern, namespace);
}

function describe({ reason, until, approvedBy }: Waiver): string {
  return `${reason} (until ${until}, accepted by ${approvedBy})`;
}
