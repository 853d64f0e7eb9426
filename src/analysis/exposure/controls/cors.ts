import type { Order } from "../containment.ts";
import { defineControl } from "../control.ts";
import { byRank, combined } from "../control-order.ts";

/** Which other sites may read answers in a visitor's browser. Null: the edge adds no CORS headers. */
export type Cors = {
  /** `*`, exact origins, wildcard origins and expressions, sorted. */
  readonly origins: readonly string[];
  readonly credentials: boolean;
  /** Whether the edge answers `*` with the caller's own origin, which makes browsers send credentials to any site. */
  readonly echoesAny: boolean;
} | null;

export const cors = defineControl<"cors", Cors>({
  name: "cors",
  none: null,
  compare(before, after) {
    const [was, is] = [before ?? off, after ?? off];
    return combined([compareOrigins(was.origins, is.origins), byRank(-Number(opens(was)), -Number(opens(is)))]);
  },
  show(value) {
    if (!value) return "no CORS headers";
    const who = value.origins.map((origin) => (origin === "*" ? "every site" : origin)).slice(0, 5);
    return `${who.join(", ") || "no site"}${opens(value) ? " with credentials" : ""}`;
  },
});

/** Who may send a visitor's credentials: `any` site or one that fits a pattern, `listed` sites, or `nobody`. */
export function sendersOfCredentials(value: Cors): "nobody" | "listed" | "any" {
  if (!value || !opens(value)) return "nobody";
  return value.echoesAny || value.origins.some((origin) => origin !== "*" && isPattern(origin)) ? "any" : "listed";
}

/** The origins that could not read answers before. */
export function newOrigins(before: Cors, after: Cors): readonly string[] {
  return (after?.origins ?? []).filter((origin) => !before?.origins.some((known) => covers(known, origin)));
}

function isPattern(origin: string): boolean {
  return origin === "null" || /[*^$()[\]{}|\\]/.test(origin.replaceAll(/\$\{[^{}]*\}|\{\{[^{}]*\}\}/g, ""));
}

const off = { origins: [], credentials: false, echoesAny: false };

// Credentials matter where some site may use them; browsers refuse them together with a literal `*`.
function opens({ origins, credentials, echoesAny }: NonNullable<Cors>): boolean {
  return credentials && (echoesAny || origins.some((origin) => origin !== "*"));
}

function compareOrigins(before: readonly string[], after: readonly string[]): Order {
  const [fewer, more] = [isWithin(after, before), isWithin(before, after)];
  return fewer && more ? "equal" : fewer ? "stronger" : more ? "weaker" : "incomparable";
}

// Lists are the work of people: a longer one is compared by its first entries, and by its text.
const longestList = 500;

function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  const known = new Set(outer);
  const wide = outer.filter((origin) => origin.includes("*")).slice(0, longestList);
  return inner.every((origin) => known.has(origin) || wide.some((one) => covers(one, origin)));
}

/** `https://*.example.com` covers every name below `example.com` with the same scheme and port. */
function covers(outer: string, inner: string): boolean {
  if (outer === "*" || outer === inner) return true;
  const [head, tail, ...more] = outer.split("*.");
  if (head === undefined || tail === undefined || tail === "" || more.length > 0) return false;
  return inner.startsWith(head) && inner.endsWith(`.${tail}`) && inner.length > head.length + tail.length + 1;
}
