import type { Resource } from "../../../kubernetes/resource.ts";
import { grouped } from "../grouped.ts";
import { type AnnotationLayer, type AnnotationValues, annotationReader } from "../ingress/annotation-values.ts";
import { ingressGroups } from "../ingress/ingress-groups.ts";
import type { Aspect, Backend } from "../route.ts";
import type { World } from "../world.ts";
import { albPrefix, layerOf, paramsField, paramsOf } from "./ingress-class-params.ts";

/** Where the settings of one Ingress stand: on itself, its class, the members of its group, and the Services behind it. */
export interface AlbSettings {
  /** What the Ingress says itself, under the parameters of its class. */
  readonly own: AnnotationValues;
  /** What counts for the whole load balancer: the same, then what another member of the group says. */
  readonly shared: AnnotationValues;
  readonly params: Resource | undefined;
  /** What counts for one target: the Service's own annotations come before those of the Ingress. */
  of(backend: Backend): AnnotationValues;
  /** The Service of a backend, if the repository has it. */
  service(backend: Backend): Resource | undefined;
  /** The places, except the Ingress itself, where one of the annotations stands. */
  places(keys: readonly string[], backend: Backend): readonly Aspect[];
}

const reader = annotationReader([albPrefix]);

/** The settings that one Ingress names, without its surroundings. */
export function ownSettings(ingress: Resource): AnnotationValues {
  return reader.of(ingress.annotations);
}

export function albSettings(ingress: Resource, world: World): AlbSettings {
  const known = settingsOfWorld.get(world) ?? new Map<Resource, AlbSettings>();
  settingsOfWorld.set(world, known);
  const settings = known.get(ingress) ?? readSettings(ingress, world);
  known.set(ingress, settings);
  return settings;
}

const settingsOfWorld = new WeakMap<World, Map<Resource, AlbSettings>>();

function readSettings(ingress: Resource, world: World): AlbSettings {
  const params = paramsOf(ingress, world);
  const layers = [layerOf(params), ingress.annotations];
  const name = reader.of(...layers).text("group.name");
  const group = name === undefined ? noGroup : groupsOf(world).get(name);
  const serviceOf = ({ kind, namespace, name: service }: Backend) =>
    kind === "Service" ? world.find("", "Service", namespace, service) : undefined;
  return {
    own: reader.of(...layers),
    shared: reader.of(...layers, group?.layer ?? {}),
    params,
    of: (backend) => reader.of(serviceOf(backend)?.annotations ?? {}, ...layers),
    service: serviceOf,
    places(keys, backend) {
      const service = serviceOf(backend);
      const annotated = [...(service ? [service] : []), ...(group?.members ?? [])].filter((one) => one !== ingress);
      return keys.flatMap((key) => [
        ...annotated
          .filter(({ annotations }) => Object.hasOwn(annotations, albPrefix + key))
          .map((resource): Aspect => ({ resource, path: ["metadata", "annotations", albPrefix + key] })),
        ...(params && paramsField(key) ? [{ resource: params, path: paramsField(key) ?? [] }] : []),
      ]);
    },
  };
}

interface Group {
  /** At most as many as a reader would follow. */
  readonly members: readonly Resource[];
  readonly layer: AnnotationLayer;
}

const noGroup: Group = { members: [], layer: {} };
const mostMembers = 20;
const groupsOfWorld = new WeakMap<World, ReadonlyMap<string, Group>>();

function groupsOf(world: World): ReadonlyMap<string, Group> {
  const groups = groupsOfWorld.get(world) ?? readGroups(world);
  groupsOfWorld.set(world, groups);
  return groups;
}

function readGroups(world: World): ReadonlyMap<string, Group> {
  const all = [...world.of(ingressGroups, "Ingress")].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const byName = grouped(all, (one) => reader.of(layerOf(paramsOf(one, world)), one.annotations).text("group.name"));
  return new Map(
    [...byName].flatMap(([name, members]): [string, Group][] => {
      if (name === undefined) return [];
      // Members that disagree are refused by the controller; the first by name is taken here.
      const layer = Object.assign({}, ...[...members].reverse().map(({ annotations }) => annotations));
      return [[name, { members: members.slice(0, mostMembers), layer }]];
    }),
  );
}

function keyOf({ namespace, name }: Resource): string {
  return `${namespace ?? ""}/${name}`;
}
