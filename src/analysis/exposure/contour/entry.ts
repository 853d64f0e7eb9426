import type { Resource } from "../../../kubernetes/resource.ts";
import { asText } from "../plain-fields.ts";
import { specOf } from "../plain-items.ts";
import type { Aspect, Entry } from "../route.ts";
import type { World } from "../world.ts";

/** The installation that serves an HTTPProxy: the one of its class. `contour` is what an installation without a class answers to. */
export function contourEntry(resource: Resource, { controllers }: World): Entry {
  const { annotations } = resource;
  const named = ["projectcontour.io/ingress.class", "kubernetes.io/ingress.class"].map((key) =>
    Object.hasOwn(annotations, key) ? annotations[key] : undefined,
  );
  const name = asText(specOf(resource).ingressClassName) ?? named.find((text) => text !== undefined && text !== "");
  const own = name === undefined || name === "contour" ? "Contour" : `Contour ${name}`;
  const keys = [own, name ?? "contour"];
  const chosen = keys.find((key) => Object.hasOwn(controllers, key) && controllers[key]?.reach !== undefined);
  return {
    class: own,
    controller: "contour",
    reach: (chosen === undefined ? undefined : controllers[chosen]?.reach) ?? "unknown",
  };
}

/** The fields that name the class. */
export function entryPlaces(resource: Resource): Aspect[] {
  return [
    { resource, path: ["spec", "ingressClassName"] },
    { resource, path: ["metadata", "annotations", "projectcontour.io/ingress.class"] },
    { resource, path: ["metadata", "annotations", "kubernetes.io/ingress.class"] },
  ];
}
