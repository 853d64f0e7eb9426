import { readPlugins } from "../kong/plugin-controls.ts";
import {
  globalPlugins,
  kongGroup,
  type PluginReference,
  pluginReferences,
  pluginsAnnotation,
} from "../kong/plugin-objects.ts";
import type { World } from "../world.ts";
import type { Door } from "./doors.ts";
import type { Ref } from "./names.ts";
import { noPart, type Part, partOf } from "./part.ts";
import type { RouteObject } from "./route-object.ts";
import type { Extension } from "./traefik-filters.ts";

export interface PluginPart {
  readonly part: Part;
  /** Whether one of the plugins is not in the repository. */
  readonly isMissing: boolean;
}

export function isPlugin({ ref }: Extension): boolean {
  return ref.group === kongGroup && ref.kind === "KongPlugin";
}

/** What the plugins of Kong do that a rule, its route or one of its Services names; the closest one counts. */
export function pluginPart(
  filters: readonly Extension[],
  { resource }: RouteObject,
  services: readonly Ref[],
  { entry: { controller } }: Door,
  world: World,
): PluginPart {
  const ofRule = filters.map(
    ({ ref, aspect }): PluginReference => ({ namespace: ref.namespace ?? undefined, name: ref.name, aspect }),
  );
  // To anything but Kong the annotation is text.
  const mayBeKong = !others.test(controller);
  const ofServices = services.flatMap((ref) => serviceOf(ref, world) ?? []);
  const annotated = mayBeKong ? [resource, ...ofServices].map(pluginReferences) : [];
  const global = /kong/i.test(controller) ? globalPlugins(world) : [];
  const levels = [ofRule, ...annotated];
  const unread = mayBeKong ? noPart : annotationPart(resource);
  if (global.length === 0 && levels.every((level) => level.length === 0)) return { part: unread, isMissing: false };
  const { controls, texts, places, missing } = readPlugins(world, levels, global);
  const part = partOf({ controls, texts: { ...texts, ...unread.texts }, aspects: places });
  return { part: { ...part, aspects: [...part.aspects, ...unread.aspects] }, isMissing: missing.length > 0 };
}

const others = /envoy|cilium|istio|traefik|nginx|gke|google|aws|contour|azure|haproxy|kgateway|solo\.io/i;

function serviceOf({ group, kind, namespace, name }: Ref, world: World) {
  return group === "" && kind === "Service" ? world.find("", "Service", namespace, name) : undefined;
}

function annotationPart(resource: RouteObject["resource"]): Part {
  const { annotations } = resource;
  const text = Object.hasOwn(annotations, pluginsAnnotation) ? annotations[pluginsAnnotation] : undefined;
  if (text === undefined) return noPart;
  const aspect = { resource, path: ["metadata", "annotations", pluginsAnnotation] };
  return partOf({ texts: { [pluginsAnnotation]: text }, aspects: { annotation: [aspect] } });
}
