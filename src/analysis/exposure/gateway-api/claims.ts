import { type HostPattern, hostKey } from "../host-pattern.ts";
import { pathKey } from "../path-pattern.ts";
import type { Attachment } from "./attachments.ts";
import type { FilterReading } from "./read-filters.ts";
import type { Match } from "./read-matches.ts";
import type { RouteObject, Rule } from "./route-object.ts";

/** Requests that one match of a rule asks for at one listener. */
export interface Claim extends Attachment {
  readonly object: RouteObject;
  readonly rule: Rule;
  readonly match: Match;
  readonly filters: FilterReading;
}

export type DoorKind = "secure" | "plain" | "raw" | "open";

/** Whether the requests come in over TLS, plain HTTP or a raw port; `open` where the listener is not known. */
export function doorKindOf({ object, listener, filters }: Claim): DoorKind {
  if (object.kind === "TCPRoute" || object.kind === "UDPRoute") return "raw";
  if (listener?.protocol === "HTTP") return "plain";
  if (listener?.protocol === "HTTPS" || listener?.protocol === "TLS") return "secure";
  // On a listener for HTTPS a redirect to HTTPS would never end.
  return isHttpsRedirect(filters) ? "plain" : "open";
}

/** Whether the rule only sends visitors to HTTPS. */
export function isHttpsRedirect({ redirection }: FilterReading): boolean {
  return redirection?.scheme === "https";
}

/** The same for requests of the same form. */
export function claimKey({ host, match }: { readonly host: HostPattern; readonly match: Match }): string {
  return `${hostKey(host)}\n${pathKey(match.path)}\n${match.conditions.join("\n")}`;
}

/** Of the claims of one object for the same requests the one that counts: the closest listener, then the first rule. */
export function distinctClaims(claims: readonly Claim[]): Claim[] {
  const best = new Map<string, Claim>();
  const numbers = new Map<RouteObject, number>();
  for (const claim of claims) {
    const number = numbers.get(claim.object) ?? numbers.size;
    numbers.set(claim.object, number);
    const key = `${number}\n${claimKey(claim)}`;
    const known = best.get(key);
    if (!known || isCloser(claim, known)) best.set(key, claim);
  }
  return [...best.values()];
}

function isCloser(one: Claim, other: Claim): boolean {
  if (!one.listener || !other.listener || one.rule !== other.rule) return false;
  const [a, b] = [closeness(one.listener.host), closeness(other.listener.host)];
  if (a !== b) return a > b;
  return one.listener.port === "443" && other.listener.port !== "443";
}

function closeness(host: HostPattern): number {
  if (host.kind === "exact") return 1000;
  return host.kind === "suffix" ? host.suffix.length : 0;
}
