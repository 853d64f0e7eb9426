import { jsonOf } from "../json-values.ts";
import { asList, asObject } from "../plain-fields.ts";
import type { AlbSettings } from "./settings.ts";

/** The doors of a load balancer that an Ingress stands behind. */
export interface Listeners {
  readonly http: boolean;
  /** The ports that speak HTTPS. */
  readonly https: readonly string[];
  /** Doors other than HTTP on 80 and HTTPS on 443, as `HTTP 8080`, sorted. */
  readonly others: readonly string[];
}

/** `listen-ports`, or port 443 with a certificate and port 80 without. Undefined: not readable. */
export function readListeners(settings: AlbSettings): Listeners | undefined {
  const text = settings.own.text("listen-ports");
  if (text === undefined)
    return settings.own.has("certificate-arn")
      ? { http: false, https: ["443"], others: [] }
      : { http: true, https: [], others: [] };
  const doors = asList(jsonOf(text))?.flatMap((entry) => Object.entries(asObject(entry) ?? {}));
  if (!doors || doors.length === 0 || doors.some(([, port]) => typeof port !== "number")) return undefined;
  const protocol = (name: string) =>
    doors.filter(([key]) => key.toUpperCase() === name).map(([, port]) => JSON.stringify(port));
  const all = doors.map(([name, port]) => `${name.toUpperCase()} ${JSON.stringify(port)}`);
  return {
    http: protocol("HTTP").length > 0,
    https: [...new Set(protocol("HTTPS"))].sort(),
    others: [...new Set(all)].filter((door) => door !== "HTTP 80" && door !== "HTTPS 443").sort(),
  };
}
