import type { FieldPath, Resource } from "../../../kubernetes/resource.ts";
import { fieldSettings, mergedTexts } from "../field-settings.ts";
import type { AnnotationLayer } from "../ingress/annotation-values.ts";
import { objectName } from "../ingress/service-settings.ts";
import { asList, fieldAt } from "../plain-fields.ts";
import type { Aspect, Facet } from "../route.ts";
import type { World } from "../world.ts";
import { kongPrefix, overrideAnnotation } from "./annotations.ts";
import { kongGroup } from "./plugin-objects.ts";

/** What a KongIngress says for the object that names it: what annotations could say as well, and the rest as texts. */
export interface KongOverride {
  readonly layer: AnnotationLayer;
  readonly texts: Readonly<Record<string, string>>;
  aspects(facet: Facet): readonly Aspect[];
}

const fields: readonly { readonly path: FieldPath; readonly key: string; readonly facets: readonly Facet[] }[] = [
  { path: ["route", "protocols"], key: "protocols", facets: ["redirect", "tls"] },
  { path: ["route", "https_redirect_status_code"], key: "https-redirect-status-code", facets: ["redirect"] },
  { path: ["route", "methods"], key: "methods", facets: ["condition"] },
  { path: ["route", "snis"], key: "snis", facets: ["condition"] },
  { path: ["route", "strip_path"], key: "strip-path", facets: ["rewrite"] },
  { path: ["proxy", "protocol"], key: "protocol", facets: ["backendTls"] },
  { path: ["proxy", "path"], key: "path", facets: ["rewrite"] },
];

/** The KongIngress that an Ingress or Service names; annotations come before it. */
export function overrideOf(resource: Resource | undefined, world: World): KongOverride | undefined {
  if (!resource || !Object.hasOwn(resource.annotations, overrideAnnotation)) return undefined;
  const name = resource.annotations[overrideAnnotation]?.trim() ?? "";
  const found = world.find(kongGroup, "KongIngress", resource.namespace, name);
  const named = { resource, path: ["metadata", "annotations", overrideAnnotation] };
  if (!found)
    return {
      layer: {},
      texts: { [overrideAnnotation]: `${name}, which is not in the repository` },
      aspects: (facet) => (facet === "annotation" ? [named] : []),
    };
  world.use(found);
  const set = fields.filter(({ path }) => fieldAt(found.data, path) !== undefined);
  const left = ["route", "proxy", "upstream"].map((part) =>
    fieldSettings(
      found,
      [part],
      set.filter(({ path }) => path[0] === part).map(({ path }) => String(path[1])),
    ),
  );
  const texts = Object.entries(mergedTexts(...left.map((one) => one.texts)));
  return {
    layer: Object.fromEntries(set.map(({ path, key }) => [kongPrefix + key, textAt(found, path)])),
    texts: Object.fromEntries(texts.map(([key, text]) => [`${objectName(found)}: ${key}`, text])),
    aspects(facet) {
      if (facet === "annotation") return [named, ...left.flatMap(({ aspects }) => aspects)];
      const own = set.filter(({ facets }) => facets.includes(facet)).map(({ path }) => ({ resource: found, path }));
      return own.length > 0 ? [...own, named] : [];
    },
  };
}

function textAt({ data }: Resource, path: FieldPath): string {
  const value = fieldAt(data, path);
  return (asList(value) ?? [value]).map(String).join(",");
}
