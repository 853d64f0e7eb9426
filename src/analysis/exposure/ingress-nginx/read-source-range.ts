import { cidrsOf, everyAddress, noAddress, parseAddresses, without } from "../address-set.ts";
import type { SourceRange } from "../controls/source-range.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxValue } from "./annotations.ts";
import { defaultValue, type NginxDefaults } from "./controller-defaults.ts";
import type { InvalidValues } from "./invalid-values.ts";

/**
 * Accepted addresses = (allow list or everyone) minus the deny list, which is written first. A list of the Ingress takes the place
 * of the ConfigMap's. `whitelist-source-range` is an alias that counts only where `allowlist-source-range` is empty.
 */
export function readSourceRange(ingress: IngressObject, invalid: InvalidValues, defaults: NginxDefaults): SourceRange {
  const allowText =
    nginxValue(ingress, "allowlist-source-range") ??
    nginxValue(ingress, "whitelist-source-range") ??
    defaultValue(defaults, "whitelist-source-range");
  const own = nginxValue(ingress, "denylist-source-range") ?? defaultValue(defaults, "denylist-source-range");
  // nginx inherits `block-cidrs` from the level above only where a location has no rule of its own.
  const denyText = own ?? (allowText === undefined ? defaultValue(defaults, "block-cidrs") : undefined);
  if (allowText === undefined && denyText === undefined) return { kind: "every" };
  const allow = allowText === undefined ? everyAddress : parseAddresses(entriesOf(allowText));
  const deny = denyText === undefined ? noAddress : parseAddresses(entriesOf(denyText));
  if (allow && deny) {
    const accepts = cidrsOf(without(allow, deny));
    return accepts.join() === everyBlock ? { kind: "every" } : { kind: "blocks", accepts };
  }
  const text = [allowText, denyText].filter((part) => part !== undefined).join(" except ");
  const refuses = invalid === "refuse" && !hasPlaceholder(text) && ![allowText, denyText].some(isReadInPart);
  return refuses ? { kind: "blocks", accepts: [] } : { kind: "unreadable", text };
}

/** ParseIPNets of ingress-nginx stops at the first bad entry, and what came before it counts if a bare address was there. */
function isReadInPart(text: string | undefined): boolean {
  const entries = (text ?? "").split(",").map((entry) => entry.trim());
  const bad = entries.findIndex((entry) => parseAddresses([entry]) === undefined);
  return bad > 0 && entries.slice(0, bad).some((entry) => !entry.includes("/"));
}

export function entriesOf(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

const everyBlock = cidrsOf(everyAddress).join();
