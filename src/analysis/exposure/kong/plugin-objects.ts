import type { Resource } from "../../../kubernetes/resource.ts";
import { listOf } from "../ingress/annotation-values.ts";
import { asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";

export const kongGroup = "configuration.konghq.com";
export const pluginsAnnotation = "konghq.com/plugins";

/** A KongPlugin or KongClusterPlugin that something names. */
export interface PluginReference {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly aspect?: Aspect;
}

/** The plugins that the annotation of an object names, `namespace:name` for those of another namespace. */
export function pluginReferences(resource: Resource): readonly PluginReference[] {
  const { annotations, namespace } = resource;
  const text = Object.hasOwn(annotations, pluginsAnnotation) ? annotations[pluginsAnnotation] : undefined;
  const aspect = { resource, path: ["metadata", "annotations", pluginsAnnotation] };
  return (listOf(text) ?? []).map((entry) => ({ ...nameOf(entry, namespace), aspect }));
}

export function nameOf(entry: string, namespace: string | undefined): PluginReference {
  const [, other, name = entry] = /^(?:([^:]*):)?(.*)$/.exec(entry) ?? [];
  return { namespace: other?.trim() || namespace, name: name.trim() };
}

/** A plugin of the namespace comes before one of the cluster with the same name. */
export function findPlugin(world: World, { namespace, name }: PluginReference): Resource | undefined {
  const own = world.find(kongGroup, "KongPlugin", namespace, name);
  return own ?? world.find(kongGroup, "KongClusterPlugin", null, name);
}

/** The plugins of the cluster that count for every route of a class. */
export function globalPlugins(world: World, className?: string | null): readonly Resource[] {
  return world.of(kongGroup, "KongClusterPlugin").filter(({ labels, annotations }) => {
    const own = Object.hasOwn(annotations, classAnnotation) ? annotations[classAnnotation] : undefined;
    return labels.global === "true" && (!own || !className || own === className);
  });
}

const classAnnotation = "kubernetes.io/ingress.class";

/** What the plugin does, such as `key-auth`. */
export function pluginName({ data }: Resource): string {
  return asText(data.plugin) ?? "";
}

export function isDisabled({ data }: Resource): boolean {
  return data.disabled === true || data.disabled === "true";
}
