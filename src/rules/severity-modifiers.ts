import type { AccessChange } from "../analysis/access/access-change.ts";
import type { AnyChange } from "../analysis/all-changes.ts";
import { isCriticalPath } from "../analysis/exposure/sensitive-path.ts";
import type { Topic } from "./rule.ts";
import { type Severity, severities } from "./security-event.ts";

/** What moves the severity of every rule of a topic, for its page. Zones move that of routes as well: see docs/guide/policy.md. */
export const modifiers: Readonly<Partial<Record<Topic, readonly string[]>>> = {
  exposure: [
    "One step up where a protection is lost on a path under which administration, sign-in, tokens or payments usually live.",
    "One step down where the entry is reachable from inside the cluster only.",
  ],
  access: [
    "One step up where the rights are for a namespace of a zone with `pci: in-scope`, or an account from one gets them.",
  ],
};

/** The severity of a finding about requests, moved by where they go and who can send them. */
export function modifiedSeverity(severity: Severity, change: AnyChange): Severity {
  if (change.topic === "access") return modifiedByZone(severity, change);
  if (change.topic !== "exposure" || change.direction !== "widened" || severity === "info") return severity;
  const isLoss = "order" in change || change.facet === "shadowed" || change.facet === "migrated";
  const up = isLoss && change.targets.some(({ path }) => path !== null && isCriticalPath(path)) ? 1 : 0;
  const down = change.entries.after?.reach === "cluster" ? 1 : 0;
  return moved(severity, up - down);
}

/** Rights in a zone in scope, and rights of an account from one, weigh more than the same rights elsewhere. */
function modifiedByZone(severity: Severity, { zone, direction }: AccessChange): Severity {
  const isGain = direction === "widened" || direction === "unknown";
  return zone !== undefined && isGain && severity !== "info" ? moved(severity, 1) : severity;
}

/** A severity so many steps higher, or lower if negative; what is no evidence only (`info`) does not become it. */
export function moved(severity: Severity, steps: number): Severity {
  const index = severities.indexOf(severity) - steps;
  return severities[Math.min(Math.max(index, 0), severities.indexOf("low"))] ?? severity;
}
