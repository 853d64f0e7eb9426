import type { ControlName, ControlValues } from "../control-values.ts";
import { type Auth, type AuthChecks, noAuth } from "../controls/auth.ts";
import { mergedTexts } from "../field-settings.ts";
import type { Aspect, Facet } from "../route.ts";

/** What one filter, listener or policy adds to a route: controls, texts that no control interprets, and where each stands. */
export interface Part {
  readonly controls: ControlValues;
  readonly texts: Readonly<Record<string, string>>;
  readonly aspects: Readonly<Partial<Record<Facet, readonly Aspect[]>>>;
  readonly assumptions: readonly string[];
}

export const noPart: Part = { controls: {}, texts: {}, aspects: {}, assumptions: [] };

/** A part of some of its members. */
export function partOf(some: Partial<Part>): Part {
  return { ...noPart, ...some };
}

/** The same fields as the reason of each of the controls. */
export function aspectsFor(names: readonly Facet[], aspects: readonly Aspect[]): Part["aspects"] {
  return Object.fromEntries(names.map((name) => [name, aspects]));
}

/** All parts together. What adds up is joined; of anything else the last part that says it counts. */
export function mergeParts(parts: readonly Part[]): Part {
  return {
    controls: mergeControls(parts.map(({ controls }) => controls)),
    texts: mergedTexts(...parts.map(({ texts }) => texts)),
    aspects: mergeAspects(parts.map(({ aspects }) => aspects)),
    assumptions: [...new Set(parts.flatMap(({ assumptions }) => assumptions))],
  };
}

function mergeAspects(all: readonly Part["aspects"][]): Part["aspects"] {
  const merged: Partial<Record<Facet, readonly Aspect[]>> = {};
  for (const one of all)
    for (const [facet, aspects] of Object.entries(one) as [Facet, readonly Aspect[]][])
      merged[facet] = [...(merged[facet] ?? []), ...aspects];
  return merged;
}

function mergeControls(all: readonly ControlValues[]): ControlValues {
  const merged: ControlValues = Object.assign({}, ...all);
  return sortedControls({
    ...merged,
    ...joined("auth", all, allNeeded),
    ...joined("requestHeaders", all, union),
    ...joined("mirror", all, union),
    ...joined("snippet", all, (one, other) => [...one, ...other]),
    ...joined("responseHeaders", all, (one, other) =>
      Object.fromEntries(Object.entries({ ...one, ...other }).sort(([a], [b]) => (a < b ? -1 : 1))),
    ),
  });
}

// Values are compared as JSON, so the order of the keys must not depend on which part came first.
function sortedControls(values: ControlValues): ControlValues {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function joined<N extends ControlName>(
  name: N,
  all: readonly ControlValues[],
  join: (one: NonNullable<ControlValues[N]>, other: NonNullable<ControlValues[N]>) => NonNullable<ControlValues[N]>,
): ControlValues {
  const values = all.flatMap((one) => {
    const value = one[name];
    return value === undefined || value === null ? [] : [value as NonNullable<ControlValues[N]>];
  });
  const [first, ...rest] = values;
  return first === undefined ? {} : ({ [name]: rest.reduce(join, first) } as ControlValues);
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])].sort();
}

/** A request must pass both. */
export function allNeeded(one: Auth, other: Auth): Auth {
  if (one.kind !== "checks") return one;
  if (other.kind !== "checks") return other;
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
