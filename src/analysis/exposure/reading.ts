import type { ControlValues } from "./control-values.ts";
import { mergedTexts } from "./field-settings.ts";
import type { Aspect, Facet } from "./route.ts";

/** What one part of a manifest says about requests: controls, texts that no control interprets, and the fields behind both. */
export interface Reading {
  readonly controls: ControlValues;
  readonly texts: Readonly<Record<string, string>>;
  readonly places: Places;
}

export type Places = Readonly<Partial<Record<Facet, readonly Aspect[]>>>;

/** Several parts as one: later ones decide where two of them set a control, and the fields of all are the reasons. */
export function joinedReadings(...readings: readonly Partial<Reading>[]): Reading {
  const places: Partial<Record<Facet, readonly Aspect[]>> = {};
  for (const reading of readings)
    for (const [facet, aspects] of Object.entries(reading.places ?? {}) as [Facet, readonly Aspect[]][])
      places[facet] = [...(places[facet] ?? []), ...aspects];
  return {
    controls: Object.assign({}, ...readings.map((reading) => reading.controls)),
    texts: mergedTexts(...readings.map((reading) => reading.texts ?? {})),
    places,
  };
}

/** The same fields for several facets. */
export function placesFor(facets: readonly Facet[], aspects: readonly Aspect[]): Places {
  return Object.fromEntries(facets.map((facet) => [facet, aspects]));
}
