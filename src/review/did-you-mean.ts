import { editDistance } from "../analysis/edit-distance.ts";

/** The candidate that a misspelt word most likely stands for, as the end of a sentence; empty if none is close. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  let best: string | undefined;
  let bestDistance = Math.min(Math.ceil(word.length / 3), longest) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate, bestDistance - 1);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? "" : `; did you mean \`${best}\`?`;
}

// Of words that differ in more letters neither was meant to be the other.
const longest = 20;
