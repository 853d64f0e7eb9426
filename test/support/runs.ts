/** How often a property is tried: more often at night, when `NIGHTLY` is set. */
export function runs(normal: number, nightly: number): { readonly numRuns: number } {
  return { numRuns: process.env.NIGHTLY ? nightly : normal };
}
