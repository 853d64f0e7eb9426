import type { Location } from "../../../kubernetes/location.ts";
import { identityOf, type Plain, type Resource } from "../../../kubernetes/resource.ts";
import { fieldAt } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";

/**
 * The lines that a change follows from: first the fields that are new or other after it; for what is gone, its line before
 * and the nearest parent that is left. Locating parses the source again, so only changes that are reported ask for it.
 */
export function placesOf(before: readonly Aspect[], after: readonly Aspect[]): Location[] {
  const was = new Set(before.map(contentOf));
  const is = new Set(after.map(contentOf));
  const come = after.filter((aspect) => isPresent(aspect) && !was.has(contentOf(aspect)));
  const gone = before.filter((aspect) => isPresent(aspect) && !is.has(contentOf(aspect)));
  const left = come.length > 0 ? [] : gone.length > 0 ? survivors(gone, after) : [...after, ...before].slice(0, 3);
  return distinctPlaces([...come, ...gone, ...left]);
}

/** The object of the first field that is new, other or gone; undefined where no field tells. */
export function causeOfPlaces(before: readonly Aspect[], after: readonly Aspect[]): Resource | undefined {
  const was = new Set(before.map(contentOf));
  const is = new Set(after.map(contentOf));
  const come = after.find((aspect) => isPresent(aspect) && !was.has(contentOf(aspect)));
  if (come) return come.resource;
  const gone = before.find((aspect) => isPresent(aspect) && !is.has(contentOf(aspect)));
  if (!gone) return resourceOfCounts(before, after);
  // What lost a field is still there, unless the whole object went.
  return after.find(({ resource }) => identityOf(resource) === identityOf(gone.resource))?.resource ?? gone.resource;
}

// One more or one less entry of a list that equals its neighbours.
function resourceOfCounts(before: readonly Aspect[], after: readonly Aspect[]): Resource | undefined {
  const counts = new Map<string, number>();
  const count = (aspects: readonly Aspect[], by: number) => {
    for (const aspect of aspects.filter(isPresent)) {
      const content = contentOf(aspect);
      counts.set(content, (counts.get(content) ?? 0) + by);
    }
  };
  count(before, -1);
  count(after, 1);
  return [...after, ...before].find((aspect) => (counts.get(contentOf(aspect)) ?? 0) !== 0)?.resource;
}

// More places than a reader would follow are not located: each costs a parse.
const mostPlaces = 20;

function distinctPlaces(aspects: readonly Aspect[]): Location[] {
  const places = new Map<string, Location>();
  for (const { resource, path } of aspects.slice(0, mostPlaces)) {
    const place = resource.locate(path);
    places.set(`${place.side} ${place.file} ${place.line} ${place.endLine}`, place);
  }
  return [...places.values()];
}

function survivors(gone: readonly Aspect[], after: readonly Aspect[]): Aspect[] {
  const [first] = gone;
  const still = after.find(({ resource }) => first && identityOf(resource) === identityOf(first.resource)) ?? after[0];
  return first && still ? [{ resource: still.resource, path: first.path }] : [];
}

// Lists shift when an entry goes, so a field is known by its name and value and not by its index.
function contentOf({ resource, path }: Aspect): string {
  const value: Plain | undefined = fieldAt(resource.data, path);
  return `${path.filter((key) => typeof key === "string").join("/")}=${JSON.stringify(value)}`;
}

/** Whether the field stands in the manifest. */
export function isPresent({ resource, path }: Aspect): boolean {
  return fieldAt(resource.data, path) !== undefined;
}
