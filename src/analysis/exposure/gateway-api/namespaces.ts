import type { Plain, Resource } from "../../../kubernetes/resource.ts";
import { asObject } from "../plain-fields.ts";
import type { World } from "../world.ts";
import { fromOf } from "./listener.ts";
import { selects } from "./selector.ts";

/**
 * Whether `allowedRoutes` or `allowedListeners` of an owner admits objects of a guest's namespace; undefined where that depends on
 * something that is not in the repository.
 */
export function acceptsNamespace(
  allowed: Plain | undefined,
  unset: "none" | "same",
  owner: Resource,
  guest: Resource,
  world: World,
): boolean | undefined {
  const namespaces = asObject(asObject(allowed)?.namespaces);
  const from = fromOf(namespaces?.from, unset);
  if (from === "all" || from === "none") return from === "all";
  if (from === "selector") return isSelected(namespaces?.selector, guest.namespace, world);
  if (owner.namespace === undefined || guest.namespace === undefined) return undefined;
  return owner.namespace === guest.namespace;
}

function isSelected(selector: Plain | undefined, namespace: string | undefined, world: World): boolean | undefined {
  if (namespace === undefined) return selects(selector, {}, false);
  const own = { "kubernetes.io/metadata.name": namespace };
  const object = world.of("", "Namespace").find(({ name }) => name === namespace);
  return object ? selects(selector, { ...object.labels, ...own }) : selects(selector, own, false);
}
