/** Places to fill, and the people who may take one of them. */
export interface Vacancy {
  readonly places: number;
  readonly candidates: readonly number[];
}

/**
 * Gives each person to at most one vacancy so that as many places as possible are filled (maximum bipartite matching by
 * augmenting paths). Returns the people of each vacancy, by its index.
 */
export function matchPeople(vacancies: readonly Vacancy[]): readonly (readonly number[])[] {
  const places = vacancies.flatMap(({ places: count, candidates }, vacancy) =>
    // More places than candidates cannot be filled anyway, and the count comes from a file.
    Array.from({ length: Math.min(count, candidates.length) }, () => ({ vacancy, candidates })),
  );
  const placeOf = new Map<number, number>();

  const fill = (place: number, asked: Set<number>): boolean => {
    for (const person of places[place]?.candidates ?? []) {
      if (asked.has(person)) continue;
      asked.add(person);
      const taken = placeOf.get(person);
      if (taken !== undefined && !fill(taken, asked)) continue;
      placeOf.set(person, place);
      return true;
    }
    return false;
  };
  for (const place of places.keys()) fill(place, new Set());

  const result: number[][] = vacancies.map(() => []);
  for (const [person, place] of placeOf) result[places[place]?.vacancy ?? 0]?.push(person);
  return result;
}
