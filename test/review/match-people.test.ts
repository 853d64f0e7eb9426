import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { matchPeople, type Vacancy } from "../../src/review/match-people.ts";

test("whoever can fill only one place gets it", () => {
  const vacancies = [
    { places: 1, candidates: [1, 2] },
    { places: 1, candidates: [1] },
  ];
  expect(matchPeople(vacancies)).toEqual([[2], [1]]);
});

test("as many places are filled as by the best of all assignments, and nobody sits on two chairs", () => {
  const vacancies = fc.array(
    fc.record({ places: fc.integer({ min: 1, max: 3 }), candidates: fc.uniqueArray(fc.nat(4), { maxLength: 5 }) }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(vacancies, (asked) => {
      const matched = matchPeople(asked);
      const everyone = matched.flat();
      expect(new Set(everyone).size).toBe(everyone.length);
      for (const [index, people] of matched.entries()) {
        expect(people.length).toBeLessThanOrEqual(asked[index]?.places ?? 0);
        for (const person of people) expect(asked[index]?.candidates).toContain(person);
      }
      expect(everyone.length).toBe(mostFilled(asked, [0, 1, 2, 3, 4]));
    }),
    { numRuns: 500 },
  );
});

/** Tries every way of giving each person one of the vacancies, or none. */
function mostFilled(vacancies: readonly Vacancy[], people: readonly number[]): number {
  const [person, ...others] = people;
  if (person === undefined) return 0;
  const choices = vacancies.flatMap((vacancy, index) => {
    if (vacancy.places === 0 || !vacancy.candidates.includes(person)) return [];
    return [1 + mostFilled(vacancies.with(index, { ...vacancy, places: vacancy.places - 1 }), others)];
  });
  return Math.max(mostFilled(vacancies, others), ...choices);
}
