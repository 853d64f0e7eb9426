/** For what a test or the demo names: throws, with what is missing, instead of going on without it. */
export function existing<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`there is no ${what}`);
  return value;
}
