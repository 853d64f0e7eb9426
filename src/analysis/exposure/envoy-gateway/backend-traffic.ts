import type { PlainObject } from "../../../kubernetes/resource.ts";
import type { RateLimit } from "../controls/rate-limit.ts";
import { objectsIn } from "../gateway-api/names.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { stableText } from "../route.ts";

export interface RateLimitReading {
  readonly limit: RateLimit;
  /** Limits for some clients only, as text. */
  readonly special: string;
}

/** `rateLimit` of a BackendTrafficPolicy. A rule in shadow mode only counts, and limits nobody. */
export function readRateLimit(spec: PlainObject): RateLimitReading {
  const data = asObject(spec.rateLimit);
  const rules = ["global", "local"].flatMap((name) => objectsIn(asObject(data?.[name])?.rules));
  const active = rules.filter(({ shadowMode }) => shadowMode !== true);
  const limits = active.filter(isForEverybody).map(limitOf);
  const special = active.filter((rule) => !isForEverybody(rule)).map((rule) => stableText(rule));
  if (limits.includes(undefined)) return { limit: { kind: "unreadable", text: stableText(data ?? null) }, special: "" };
  const [perSecond, perMinute] = [
    fewest(limits.map((one) => one?.perSecond)),
    fewest(limits.map((one) => one?.perMinute)),
  ];
  return {
    limit: { kind: "limits", perSecond, perMinute, connections: null, burst: 1, exempt: [] },
    special: special.sort().join("; "),
  };
}

// A selector of every address, each with a count of its own, is everybody.
function isForEverybody(rule: PlainObject): boolean {
  return (asList(rule.clientSelectors) ?? []).every((entry) => {
    const selector = asObject(entry) ?? {};
    const value = asText(asObject(selector.sourceCIDR)?.value);
    return Object.keys(selector).length === 1 && (value === "0.0.0.0/0" || value === "::/0");
  });
}

const secondsIn: Readonly<Record<string, number>> = {
  Minute: 60,
  Hour: 3600,
  Day: 86_400,
  Month: 2_592_000,
  Year: 31_536_000,
};

function limitOf(rule: PlainObject): { readonly perSecond?: number; readonly perMinute?: number } | undefined {
  const limit = asObject(rule.limit);
  const [requests, unit] = [limit?.requests, asText(limit?.unit) ?? ""];
  if (typeof requests !== "number") return undefined;
  if (unit === "Second") return { perSecond: requests };
  const seconds = Object.hasOwn(secondsIn, unit) ? secondsIn[unit] : undefined;
  return seconds === undefined ? undefined : { perMinute: (requests * 60) / seconds };
}

function fewest(values: readonly (number | undefined)[]): number | null {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? null : Math.min(...known);
}
