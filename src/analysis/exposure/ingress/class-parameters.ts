import type { Resource } from "../../../kubernetes/resource.ts";
import { fieldSettings, mergedTexts } from "../field-settings.ts";
import type { Route } from "../route.ts";
import { objectName } from "./service-settings.ts";

/**
 * The routes of a class with what its IngressClass names beside the controller: parameters, which may decide about all of them.
 * Controllers that read their objects tell more; which object it is counts for any.
 */
export function withClassParameters(classResource: Resource | undefined, routes: readonly Route[]): readonly Route[] {
  if (!classResource) return routes;
  const { texts, aspects } = fieldSettings(classResource, ["spec"], ["controller"]);
  const keys = Object.keys(texts);
  if (keys.length === 0) return routes;
  const named = Object.fromEntries(keys.map((key) => [`${objectName(classResource)}: ${key}`, texts[key] ?? ""]));
  return routes.map((route) => ({
    ...route,
    annotations: mergedTexts(route.annotations, named),
    weigh: (key) => (Object.hasOwn(named, key) ? "protective" : route.weigh(key)),
    where: (facet) => (facet === "annotation" ? [...route.where(facet), ...aspects] : route.where(facet)),
  }));
}
