import { isSubset, noAddress, parseAddresses } from "../address-set.ts";
import type { Order } from "../containment.ts";
import { defineControl } from "../control.ts";
import { combined } from "../control-order.ts";

/** Limits per client address; null is unlimited. `exempt` are CIDR blocks that no limit applies to. */
export type RateLimit =
  | {
      readonly kind: "limits";
      readonly perSecond: number | null;
      readonly perMinute: number | null;
      readonly connections: number | null;
      readonly burst: number;
      readonly exempt: readonly string[];
    }
  | { readonly kind: "unreadable"; readonly text: string };

export const noLimit: RateLimit = {
  kind: "limits",
  perSecond: null,
  perMinute: null,
  connections: null,
  burst: 1,
  exempt: [],
};

export const rateLimit = defineControl<"rateLimit", RateLimit>({
  name: "rateLimit",
  none: noLimit,
  compare(before, after) {
    if (before.kind === "unreadable" || after.kind === "unreadable")
      return JSON.stringify(before) === JSON.stringify(after) ? "equal" : "unknown";
    return combined([
      compareNumbers(before.perSecond, after.perSecond),
      compareNumbers(before.perMinute, after.perMinute),
      compareNumbers(before.connections, after.connections),
      // Without a limit on one side, burst and exemptions of the other side say nothing of their own.
      ...(isUnlimited(before) || isUnlimited(after)
        ? []
        : [compareNumbers(before.burst, after.burst), compareExempt(before.exempt, after.exempt)]),
    ]);
  },
  show(value) {
    if (value.kind === "unreadable") return `not readable (${value.text})`;
    const parts = [
      value.perSecond === null ? [] : [`${value.perSecond} per second`],
      value.perMinute === null ? [] : [`${value.perMinute} per minute`],
      value.connections === null ? [] : [`${value.connections} connections`],
      value.exempt.length === 0 ? [] : [`except ${value.exempt.join(", ")}`],
    ].flat();
    return parts.join(", ") || "unlimited";
  },
});

export function isUnlimited(value: RateLimit): boolean {
  return value.kind === "limits" && value.perSecond === null && value.perMinute === null && value.connections === null;
}

/** Whether so much more is let through that the limit slows nobody whom it slowed. */
export function isFarLooser(before: RateLimit, after: RateLimit): boolean {
  if (before.kind === "unreadable" || after.kind === "unreadable") return false;
  const far = (was: number | null, is: number | null) => was !== null && (is === null || is >= 10 * was);
  return (
    far(before.perSecond, after.perSecond) ||
    far(before.perMinute, after.perMinute) ||
    far(before.connections, after.connections) ||
    far(before.burst, after.burst) ||
    (exemptsFamily(after.exempt) && !exemptsFamily(before.exempt))
  );
}

function exemptsFamily(exempt: readonly string[]): boolean {
  const set = parseAddresses(exempt) ?? noAddress;
  return ["0.0.0.0/0", "::/0"].some((all) => isSubset(parseAddresses([all]) ?? noAddress, set));
}

function compareNumbers(before: number | null, after: number | null): Order {
  const [was, is] = [before ?? Number.POSITIVE_INFINITY, after ?? Number.POSITIVE_INFINITY];
  if (was === is) return "equal";
  return is < was ? "stronger" : "weaker";
}

function compareExempt(before: readonly string[], after: readonly string[]): Order {
  const [was, is] = [parseAddresses(before) ?? noAddress, parseAddresses(after) ?? noAddress];
  const [fewer, more] = [isSubset(is, was), isSubset(was, is)];
  if (fewer && more) return "equal";
  return fewer ? "stronger" : more ? "weaker" : "incomparable";
}
