import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { AnnotationWeight, Aspect, Facet } from "../route.ts";
import type { Scope } from "../scope.ts";

/** What a ConfigMap of a controller says for every host. */
export interface ConfigMapReading {
  readonly controller: string;
  readonly controls: ControlValues;
  /** The keys behind each control, the most telling first. */
  readonly keys: Readonly<Partial<Record<Facet, readonly string[]>>>;
  readonly weigh: (key: string) => AnnotationWeight;
}

/** The scope of a ConfigMap: keys that no control reads are compared as text. */
export function scopeOfConfigMap(resource: Resource, { controller, controls, keys, weigh }: ConfigMapReading): Scope {
  const name = [resource.namespace, resource.name].filter(Boolean).join("/");
  const data = Object.entries(asObject(resource.data.data) ?? {}).flatMap(([key, value]) => {
    const text = asText(value);
    return text === undefined ? [] : [[key, text] as const];
  });
  const read = new Set(Object.keys(controls).flatMap((facet) => keys[facet as Facet] ?? []));
  const left = data.filter(([key]) => !read.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  const at = (key: string): Aspect => ({ resource, path: ["data", key] });
  return {
    key: `${controller} defaults ${name}`,
    label: `every host of ${controller} \`${name}\``,
    resource,
    reach: "unknown",
    controls,
    annotations: Object.fromEntries(left.map(([key, text]) => [`data.${key}`, text])),
    weigh: (setting) => weigh(setting.replace(/^data\./, "")),
    assumptions: [],
    where: (facet) => (facet === "annotation" ? left.map(([key]) => at(key)) : (keys[facet] ?? []).map(at)),
  };
}
