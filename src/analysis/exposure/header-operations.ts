import type { ControlValues } from "./control-values.ts";
import { type HeaderLine, hstsOf, sortedHeaders } from "./ingress/header-lines.ts";
import { stableText } from "./route.ts";
import { isIdentityHeader, isSecurityHeader } from "./security-headers.ts";

/** What an edge does to the headers of requests or answers. */
export interface HeaderOperations {
  readonly set: readonly HeaderLine[];
  readonly add: readonly HeaderLine[];
  readonly remove: readonly string[];
}

/** Identity headers that the edge sets or removes, and what is left as text, empty if nothing is. */
export function requestHeaderControls({ set, add, remove }: HeaderOperations): {
  readonly controls: ControlValues;
  readonly rest: string;
} {
  // A value that repeats what the client sent decides nothing.
  const own = set.filter(({ name, value }) => isIdentityHeader(name) && !/%REQ\(/i.test(value));
  const names = [...own.map(({ name }) => name), ...remove.filter(isIdentityHeader)].map((name) => name.toLowerCase());
  return {
    controls: { requestHeaders: [...new Set(names)].sort() },
    rest: restOf({
      set: set.filter((line) => !own.includes(line)),
      add,
      remove: remove.filter((name) => !isIdentityHeader(name)),
    }),
  };
}

/** Security headers that the edge adds to answers or takes away, and what is left as text, empty if nothing is. */
export function responseHeaderControls({ set, add, remove }: HeaderOperations): {
  readonly controls: ControlValues;
  readonly rest: string;
} {
  const lines = [...set, ...add];
  const strict = lines.find(({ name }) => isHsts(name));
  const taken = remove.filter(isSecurityHeader).map((name): [string, null] => [name.toLowerCase(), null]);
  const given = lines.filter(({ name }) => isSecurityHeader(name));
  return {
    controls: {
      responseHeaders: sortedHeaders([
        ...new Map<string, string | null>([
          ...taken,
          ...given.map(({ name, value }): [string, string] => [name.toLowerCase(), value]),
        ]),
      ]),
      hsts: strict ? hstsOf(strict.value) : null,
    },
    rest: restOf({
      set: set.filter(({ name }) => !isSecurityHeader(name) && !isHsts(name)),
      add: add.filter(({ name }) => !isSecurityHeader(name) && !isHsts(name)),
      remove: remove.filter((name) => !isSecurityHeader(name)),
    }),
  };
}

function isHsts(name: string): boolean {
  return name.toLowerCase() === "strict-transport-security";
}

function restOf({ set, add, remove }: HeaderOperations): string {
  const texts = (lines: readonly HeaderLine[]) =>
    lines.map(({ name, value }) => `${name.toLowerCase()}: ${value}`).sort();
  const parts = [
    ...(set.length > 0 ? [["set", texts(set)] as const] : []),
    ...(add.length > 0 ? [["add", texts(add)] as const] : []),
    ...(remove.length > 0 ? [["remove", remove.map((name) => name.toLowerCase()).sort()] as const] : []),
  ];
  return parts.length === 0 ? "" : stableText(Object.fromEntries(parts));
}
