import module from "canonicalize";

// The package is CommonJS but declares a default export, so its type is one level off from what Node imports.
const canonicalize = module as unknown as (value: unknown) => string | undefined;

/** The one spelling of a JSON value that RFC 8785 allows. Throws on what JSON cannot say (NaN, infinity, functions). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return text;
}
