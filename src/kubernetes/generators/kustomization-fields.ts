import { isObject } from "../read-object.ts";
import type { Plain, PlainObject } from "../resource.ts";

/**
 * The content of a kustomization with its fields spelled as kustomize documents them: it reads them with Go's JSON decoder,
 * for which `Resources` is `resources`. A field that two spellings fill is the two lists together.
 */
export function withKustomizeSpelling(content: Plain): Plain {
  if (Array.isArray(content)) return Object.freeze((content as readonly Plain[]).map(withKustomizeSpelling));
  if (!isObject(content)) return content;
  const fields = spelled(content);
  return Object.freeze(Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, entriesOf(value)])));
}

/** Entries have fields of their own; labels, annotations and inline values below them have not. */
function entriesOf(value: Plain): Plain {
  if (!Array.isArray(value)) return value;
  return Object.freeze((value as readonly Plain[]).map((entry) => (isObject(entry) ? spelled(entry) : entry)));
}

function spelled(object: PlainObject): PlainObject {
  const fields = new Map<string, Plain>();
  for (const [key, value] of Object.entries(object)) {
    const field = spellings.get(key.toLowerCase()) ?? key;
    const other = fields.get(field);
    fields.set(field, Array.isArray(other) && Array.isArray(value) ? Object.freeze([...other, ...value]) : value);
  }
  return Object.freeze(Object.fromEntries(fields));
}

const spellings = new Map(
  [
    "resources bases components crds configurations openapi transformers generators validators patches",
    "patchesStrategicMerge patchesJson6902 replacements path patch target configMapGenerator",
    "secretGenerator files envs env helmCharts helmChartInflationGenerator helmGlobals values valuesFile",
    "additionalValuesFiles valuesInline repo version name namespace namePrefix nameSuffix commonLabels",
    "commonAnnotations labels pairs images includeSelectors includeTemplates replicas vars",
  ]
    .flatMap((line) => line.split(" "))
    .map((field) => [field.toLowerCase(), field]),
);
