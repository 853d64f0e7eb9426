import { type HostPattern, hasPlaceholder, hostContained, showHost } from "../host-pattern.ts";
import { readHost } from "../ingress/read-host.ts";
import { type PathPattern, pathContained, pathKey, pathPattern, showPath } from "../path-pattern.ts";

/** What one matcher of a rule asks of a request. */
export type Term =
  | { readonly kind: "host"; readonly host: HostPattern }
  | { readonly kind: "path"; readonly path: PathPattern }
  | { readonly kind: "addresses"; readonly blocks: readonly string[]; readonly negated: boolean }
  | { readonly kind: "condition"; readonly text: string };

/** The alternatives that a matcher offers, or, of a negated one, everything that it asks for. Names have no case. */
export function termsOf(name: string, values: readonly string[], negated: boolean): readonly Term[] {
  const [first = "", second = ""] = values;
  const condition = (text: string): Term => ({ kind: "condition", text: negated ? `not ${text}` : text });
  const each = (read: (value: string) => Term, words: (value: string) => string) =>
    values.map((value) => (negated ? condition(words(value)) : read(value)));
  switch (name.toLowerCase()) {
    case "host":
    case "hostheader":
    case "hostsni":
      return each(
        (value) => ({ kind: "host", host: readHost(value) }),
        (value) => `host ${value.toLowerCase()}`,
      );
    case "hostregexp":
    case "hostsniregexp":
      return each(
        (value) => ({ kind: "host", host: hostExpression(value) }),
        (value) => `host matching ${value}`,
      );
    case "path":
      return each(
        (value) => ({ kind: "path", path: literal("exact", value) }),
        (value) => `path ${value}`,
      );
    case "pathprefix":
      return each(
        (value) => ({ kind: "path", path: literal("characters", value) }),
        (value) => `path starting with ${value}`,
      );
    case "pathregexp":
      return each(
        (value) => ({ kind: "path", path: expression(value) }),
        (value) => `path matching ${value}`,
      );
    case "method":
      return values.map((value) => condition(`method ${value.toUpperCase()}`));
    case "header":
    case "headers":
      return [condition(`header ${first.toLowerCase()}: ${second}`)];
    case "headerregexp":
    case "headersregexp":
      return [condition(`header ${first.toLowerCase()} matching ${second}`)];
    case "query":
      return values.length === 2 && !first.includes("=")
        ? [condition(`query ${first}=${second}`)]
        : values.map((value) => condition(`query ${value}`));
    case "clientip":
      return [{ kind: "addresses", blocks: values, negated }];
    default:
      return [condition(`${name}(${values.join(", ")})`)];
  }
}

/** The one host pattern that all terms ask for and what is left as conditions; undefined where no host fulfils them. */
export function hostOf(terms: readonly Term[]): { host: HostPattern; conditions: readonly string[] } | undefined {
  const hosts = terms.flatMap((term) => (term.kind === "host" ? [term.host] : []));
  const host =
    hosts.find(({ kind }) => kind === "exact") ??
    hosts.find(({ kind }) => kind !== "regex" && kind !== "any") ??
    hosts.find(({ kind }) => kind !== "any");
  if (!host) return { host: { kind: "any" }, conditions: [] };
  const others = hosts.filter((other) => hostContained(host, other) !== true);
  if (host.kind === "exact" && others.some((other) => hostContained(host, other) === false)) return undefined;
  return { host, conditions: others.map((other) => `host ${showHost(other)}`) };
}

/** The same for paths. */
export function pathOf(terms: readonly Term[]): { path: PathPattern; conditions: readonly string[] } | undefined {
  const paths = terms.flatMap((term) => (term.kind === "path" ? [term.path] : []));
  const literals = paths.filter(({ kind }) => kind !== "opaque");
  const path = [...literals].sort((a, b) => specificity(b) - specificity(a))[0] ?? paths[0];
  if (!path) return { path: { kind: "any" }, conditions: [] };
  // Two literal patterns of which neither holds the other have no path in common.
  if (path.kind !== "opaque" && literals.some((other) => pathContained(path, other) !== true)) return undefined;
  const others = paths.filter((other) => other.kind === "opaque" && pathKey(other) !== pathKey(path));
  return { path, conditions: others.map((other) => `path matching ${showPath(other)}`) };
}

function specificity(path: PathPattern): number {
  return path.kind === "any" ? 0 : path.text.length * 2 + (path.kind === "exact" ? 1 : 0);
}

// Traefik 2 reads `{name:expression}` in paths; a placeholder of a template looks alike.
function literal(kind: "exact" | "characters", text: string): PathPattern {
  if (!text.includes("{") || hasPlaceholder(text)) return pathPattern(kind, text);
  return pathPattern("opaque", kind === "exact" ? `${text}$` : text);
}

// Without an anchor an expression matches anywhere in the path.
function expression(text: string): PathPattern {
  if (["", "^", "/", "^/", ".*", "^.*", "^.*$", "^/.*", "^/.*$", "/.*"].includes(text)) return { kind: "any" };
  return pathPattern("opaque", text.startsWith("^") ? text : `.*${text}`);
}

/** Expressions that everybody writes for every host, or for the names under a domain, are read; any other is text. */
function hostExpression(text: string): HostPattern {
  if (/^(\^?\(?\.[*+]\)?\$?|\{[^{}:]*:\.[*+]\})$/.test(text)) return { kind: "any" };
  const [, head, domain] =
    /^\^(\.[+*]|\(\.[+*]\)|\[\^\.\]\+|\(\[\^\.\]\+\))\\\.((?:[\w-]+\\\.)+[\w-]+)\$$/.exec(text) ?? [];
  if (head === undefined || domain === undefined) return { kind: "regex", text };
  const suffix = domain.replaceAll("\\.", ".").toLowerCase();
  return head.includes("^") ? { kind: "one-label", suffix } : { kind: "suffix", suffix };
}
