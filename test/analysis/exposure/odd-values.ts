import fc from "fast-check";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const odd: readonly Json[] = [
  null,
  true,
  -1,
  1e21,
  "",
  "constructor",
  "__proto__",
  "{{ x }}",
  "10.0.0.0/8",
  "a,b;c=d",
  [],
  {},
  [null, 1, "x", { name: 1 }],
];

/** The manifest with some of its fields replaced by values that no schema allows there. */
export function withOddValues(manifest: string): fc.Arbitrary<string> {
  const places = placesIn(JSON.parse(manifest) as Json);
  const edit = fc.tuple(fc.constantFrom(...places), fc.constantFrom(...odd));
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
    const copy = JSON.parse(manifest) as Json;
    for (const [path, value] of edits) put(copy, path, structuredClone(value));
    return JSON.stringify(copy);
  });
}

function placesIn(value: Json, at: readonly string[] = []): (readonly string[])[] {
  const inner =
    value !== null && typeof value === "object"
      ? Object.entries(value).flatMap(([key, one]) => placesIn(one as Json, [...at, key]))
      : [];
  // The object itself stays an object of its kind.
  return at.length === 0 || ["apiVersion", "kind", "metadata"].includes(at[at.length - 1] ?? "")
    ? inner
    : [at, ...inner];
}

function put(target: Json, [key, ...rest]: readonly string[], value: Json): void {
  if (key === undefined || target === null || typeof target !== "object") return;
  const fields = target as { [key: string]: Json };
  if (rest.length === 0) fields[key] = value;
  else put(fields[key] ?? null, rest, value);
}
