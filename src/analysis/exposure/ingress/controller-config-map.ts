import type { Plain, Resource } from "../../../kubernetes/resource.ts";
import { asList, asObject, asText, fieldAt } from "../plain-fields.ts";
import type { World } from "../world.ts";
import type { AnnotationLayer } from "./annotation-values.ts";

/** How a controller is told apart from other workloads, and its ConfigMap from other ConfigMaps. */
export interface ControllerMark {
  readonly image: RegExp;
  /** The flag that names its ConfigMap as `namespace/name`. */
  readonly flag: RegExp;
  /** Names that installations give to the ConfigMap, where no workload tells. */
  readonly name: RegExp;
}

/** The ConfigMaps that installations of a controller read. Asked for every host, and found once. */
export function controllerConfigMaps(world: World, mark: ControllerMark): readonly Resource[] {
  const known = found.get(world) ?? new Map<ControllerMark, readonly Resource[]>();
  found.set(world, known);
  const configMaps = known.get(mark) ?? findConfigMaps(world, mark);
  known.set(mark, configMaps);
  return configMaps;
}

const found = new WeakMap<World, Map<ControllerMark, readonly Resource[]>>();

function findConfigMaps(world: World, mark: ControllerMark): readonly Resource[] {
  const workloads = ["Deployment", "DaemonSet"].flatMap((kind) => [...world.of("apps", kind)]);
  const named = workloads.flatMap((workload) => configMapsNamed(workload, mark));
  const all = world.of("", "ConfigMap");
  const told = all.filter(({ namespace, name }) =>
    named.some((one) => one.name === name && (one.namespace === undefined || one.namespace === namespace)),
  );
  return told.length > 0 ? told : all.filter(({ name }) => mark.name.test(name));
}

/** The keys of a ConfigMap under the prefix of annotations. Nothing where several ConfigMaps could be meant. */
export function configMapLayer(configMaps: readonly Resource[], prefix: string): AnnotationLayer {
  const [only] = configMaps;
  if (!only || configMaps.length > 1) return {};
  const texts = Object.entries(asObject(only.data.data) ?? {}).flatMap(([key, value]) => {
    const text = asText(value);
    return text === undefined ? [] : [[prefix + key, text] as const];
  });
  return Object.fromEntries(texts);
}

function configMapsNamed(workload: Resource, { image, flag }: ControllerMark) {
  const containers = asList(fieldAt(workload.data, ["spec", "template", "spec", "containers"])) ?? [];
  return containers.flatMap((one) => {
    const container = asObject(one);
    if (!image.test(asText(container?.image) ?? "")) return [];
    const words = [...texts(container?.command), ...texts(container?.args)];
    return words.flatMap((word) => {
      const match = flag.test(word) ? /=(?:(.*)\/)?([^/]+)$/.exec(word) : null;
      if (!match) return [];
      const [, namespace, name] = match;
      return [{ name, namespace: namespace === undefined || /\$/.test(namespace) ? workload.namespace : namespace }];
    });
  });
}

function texts(value: Plain | undefined): string[] {
  return (asList(value) ?? []).flatMap((item) => asText(item) ?? []);
}
