import { union } from "../control-order.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, type AuthChecks, noAuth, unreadableWith } from "../controls/auth.ts";
import type { Snippet } from "../controls/snippet.ts";
import type { Aspect, Facet } from "../route.ts";

/** The fields that facets follow from. */
export type FacetAspects = Readonly<Partial<Record<Facet, readonly Aspect[]>>>;

/** What one filter, listener or policy adds to a route: controls, texts that no control interprets, and where each stands. */
export interface Part {
  readonly controls: ControlValues;
  readonly texts: Readonly<Record<string, string>>;
  /** One per source: flattened only for the few facets that somebody asks for. */
  readonly aspects: readonly FacetAspects[];
  readonly assumptions: readonly string[];
}

export const noPart: Part = { controls: {}, texts: {}, aspects: [], assumptions: [] };

/** A part of some of its members. */
export function partOf(some: Partial<Omit<Part, "aspects">> & { readonly aspects?: FacetAspects }): Part {
  return { ...noPart, ...some, aspects: some.aspects ? [some.aspects] : [] };
}

/** The same fields as the reason of each of the controls. */
export function aspectsFor(names: readonly Facet[], aspects: readonly Aspect[]): FacetAspects {
  return Object.fromEntries(names.map((name) => [name, aspects]));
}

export function aspectsIn({ aspects }: Part, facet: Facet): readonly Aspect[] {
  return aspects.flatMap((one) => one[facet] ?? []);
}

/** All parts together. What adds up is joined; of anything else the last part that says it counts. */
export function mergeParts(parts: readonly Part[]): Part {
  return {
    controls: mergeControls(parts),
    texts: Object.assign({}, ...parts.map(({ texts }) => texts)) as Readonly<Record<string, string>>,
    aspects: parts.flatMap(({ aspects }) => aspects),
    assumptions: parts.flatMap(({ assumptions }) => assumptions),
  };
}

function mergeControls(parts: readonly Part[]): ControlValues {
  const merged: Record<string, unknown> = {};
  for (const { controls } of parts)
    for (const [name, value] of Object.entries(controls)) {
      const known = merged[name];
      const join = known === undefined || known === null ? undefined : joins.get(name);
      merged[name] = join ? join(known, value) : value;
    }
  return merged as ControlValues;
}

/** Values are compared as JSON, so the order of the keys must not depend on which part came first. */
export function inOrder<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}

type Join = (one: unknown, other: unknown) => unknown;

const joins: ReadonlyMap<string, Join> = new Map<string, Join>([
  ["auth", (one, other) => allNeeded(one as Auth, other as Auth)],
  ["requestHeaders", (one, other) => union(one as string[], other as string[])],
  ["mirror", (one, other) => union(one as string[], other as string[])],
  ["snippet", (one, other) => [...(one as Snippet), ...(other as Snippet)]],
  ["responseHeaders", (one, other) => inOrder({ ...(one as object), ...(other as object) })],
]);

/** A request must pass both. */
export function allNeeded(one: Auth, other: Auth): Auth {
  if (one.kind === "refused" || other.kind === "refused") return one.kind === "refused" ? one : other;
  if (one.kind === "unreadable" || other.kind === "unreadable") return unreadableWith(one, other);
  const failOpen = union(one.failOpen ?? [], other.failOpen ?? []);
  return {
    ...noAuth,
    ways: waysThroughBoth(one, other),
    optionalCertificate: one.optionalCertificate === "no" ? other.optionalCertificate : one.optionalCertificate,
    ...(failOpen.length > 0 ? { failOpen } : {}),
  };
}

// A product of two lists: past a size that people write, a list is taken as one requirement by name.
function waysThroughBoth(one: AuthChecks, other: AuthChecks): AuthChecks["ways"] {
  if (one.ways.length * other.ways.length > 1000) return [[{ kind: "identity", by: "more ways in than are compared" }]];
  return one.ways.flatMap((way) => other.ways.map((more) => [...way, ...more]));
}
