import type { PlainObject } from "../../../kubernetes/resource.ts";
import { cidrsOf, parseAddresses } from "../address-set.ts";
import type { ControlValues } from "../control-values.ts";
import type { ClientIp } from "../controls/client-ip.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { numberOf, textsOf, wordsOf } from "./values.ts";

/** `ipAllowList`, and `ipWhiteList` as Traefik 2 calls it. A list that cannot be read is not served at all. */
export function readAllowList(config: PlainObject): ControlValues {
  const entries = textsOf(config.sourceRange);
  const set = parseAddresses(entries);
  const everything = set && cidrsOf(set).join() === "0.0.0.0/0,::/0";
  return {
    sourceRange:
      !set || asList(config.sourceRange) === undefined
        ? { kind: "unreadable", text: entries.join(", ") }
        : everything
          ? { kind: "every" }
          : { kind: "blocks", accepts: cidrsOf(set) },
    ...clientIpOf(asObject(config.ipStrategy)),
  };
}

/** Requests per period; an average of 0, the default, is no limit. */
export function readRateLimit(config: PlainObject): ControlValues {
  const average = config.average === undefined ? 0 : numberOf(config.average);
  const seconds = secondsOf(config.period ?? "1s");
  const criterion = criterionOf(config);
  if (average === undefined || seconds === undefined || seconds <= 0)
    return {
      rateLimit: { kind: "unreadable", text: `${wordsOf(config.average)} per ${wordsOf(config.period)}` },
      ...criterion,
    };
  if (average <= 0) return { rateLimit: noLimit };
  const perSecond = average / seconds;
  const isWhole = Number.isInteger(perSecond);
  return {
    rateLimit: limits({
      ...(isWhole ? { perSecond } : { perMinute: Math.round(perSecond * 60_000) / 1000 }),
      burst: Math.max(1, numberOf(config.burst) ?? 1),
    }),
    ...criterion,
  };
}

export function readInFlight(config: PlainObject): ControlValues {
  const amount = config.amount === undefined ? 0 : numberOf(config.amount);
  if (amount === undefined) return { rateLimit: { kind: "unreadable", text: wordsOf(config.amount) } };
  return amount > 0 ? { rateLimit: limits({ connections: amount }), ...criterionOf(config) } : { rateLimit: noLimit };
}

/** `buffering`; 0, the default, is no limit. A size that is filled in later is no size. */
export function readBuffering(config: PlainObject): ControlValues {
  const size = config.maxRequestBodyBytes === undefined ? 0 : numberOf(config.maxRequestBodyBytes);
  return size === undefined ? {} : { bodyLimit: size > 0 ? size : null };
}

type Limits = Extract<RateLimit, { kind: "limits" }>;

function limits({ perSecond = null, perMinute = null, connections = null, burst = 1 }: Partial<Limits>): Limits {
  return { kind: "limits", perSecond, perMinute, connections, burst, exempt: [] };
}

function criterionOf(config: PlainObject): ControlValues {
  const criterion = asObject(config.sourceCriterion);
  const header = asText(criterion?.requestHeaderName);
  if (header) return { clientIp: { from: "anyone", by: header } };
  return clientIpOf(asObject(criterion?.ipStrategy));
}

/** Which hop of X-Forwarded-For counts; without a strategy it is the address of the connection. */
function clientIpOf(strategy: PlainObject | undefined): ControlValues {
  const depth = numberOf(strategy?.depth) ?? 0;
  const excluded = textsOf(strategy?.excludedIPs);
  const trusted = (by: string): { clientIp: ClientIp } => ({ clientIp: { from: "trusted", by } });
  if (depth > 0) return trusted(`hop ${depth} of X-Forwarded-For`);
  if (excluded.length > 0) return trusted([...excluded].sort().join(","));
  return {};
}

/** A Go duration, or a number of seconds. */
function secondsOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.length > 40) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== value) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? 0), 0);
}

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
