/**
 * Levenshtein distance without regard to case, one row at a time; infinite as soon as it must exceed `most`. Words may be hostile:
 * two that differ much in length are never compared.
 */
export function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Number.POSITIVE_INFINITY;
  const [left, right] = [one.toLowerCase(), other.toLowerCase()];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, letter] of left.split("").entries()) {
    const next = [i + 1];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (letter === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > most) return Number.POSITIVE_INFINITY;
    row = next;
  }
  const distance = row[right.length] ?? 0;
  return distance > most ? Number.POSITIVE_INFINITY : distance;
}
