import { cidrsOf, parseAddresses } from "../address-set.ts";
import { isUnlimited, noLimit, type RateLimit } from "../controls/rate-limit.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxValue } from "./annotations.ts";
import { entriesOf } from "./read-source-range.ts";

/** Limits per client address and controller replica. Zero is no limit; anything but a whole number is not accepted. */
export function readRateLimit(ingress: IngressObject): RateLimit {
  const values = ["limit-rps", "limit-rpm", "limit-connections", "limit-burst-multiplier"].map((key) =>
    nginxValue(ingress, key),
  );
  const exemptText = nginxValue(ingress, "limit-allowlist") ?? nginxValue(ingress, "limit-whitelist") ?? "";
  const exempt = parseAddresses(entriesOf(exemptText));
  const wrong = values.find((value) => value !== undefined && !/^-?\d{1,9}$/.test(value));
  if (wrong !== undefined || !exempt) return { kind: "unreadable", text: wrong ?? exemptText };
  const [perSecond, perMinute, connections, burst] = values.map((value) => limitOf(value));
  const limits: RateLimit = {
    kind: "limits",
    perSecond: perSecond ?? null,
    perMinute: perMinute ?? null,
    connections: connections ?? null,
    burst: burst ?? defaultBurst,
    exempt: cidrsOf(exempt),
  };
  return isUnlimited(limits) ? noLimit : limits;
}

const defaultBurst = 5;

function limitOf(value: string | undefined): number | null {
  const number = Number(value ?? 0);
  return number > 0 ? number : null;
}
