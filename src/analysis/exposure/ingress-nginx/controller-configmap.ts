import type { Resource } from "../../../kubernetes/resource.ts";
import { type ControllerContainer, controllerContainers, flagNamed } from "../controller-containers.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { World } from "../world.ts";
import { builtIn, type NginxDefaults } from "./controller-defaults.ts";
import { isIngressNginx } from "./installations.ts";

/** What a world tells about ingress-nginx itself. */
export interface Installations {
  readonly containers: readonly ControllerContainer[];
  readonly configMaps: readonly Resource[];
}

/** The controllers of a world and the ConfigMaps that configure them: those that a controller names, and those with a name of theirs. */
export function installationsIn(world: World): Installations {
  const known = installations.get(world);
  if (known) return known;
  const containers = controllerContainers(world, isIngressNginx);
  const named = containers.flatMap((container) => configMapOf(container, "configmap", world) ?? []);
  const conventional = world.of("", "ConfigMap").filter(isConventional);
  const found = { containers, configMaps: [...new Set([...named, ...conventional])] };
  installations.set(world, found);
  return found;
}

const installations = new WeakMap<World, Installations>();

/** The class of the Ingresses of one server: the one that they name, or the only default class. */
export function classNameOf(ingresses: readonly IngressObject[], world: World): string | undefined {
  const named = ingresses.find(({ className }) => className !== undefined)?.className;
  if (named !== undefined) return named;
  const isDefault = ({ annotations }: Resource) =>
    annotations["ingressclass.kubernetes.io/is-default-class"] === "true";
  const defaults = world.of(ingressGroups, "IngressClass").filter(isDefault);
  return defaults.length === 1 ? defaults[0]?.name : undefined;
}

/** The defaults that count for a class. Of several ConfigMaps the one whose controller serves the class, if that can be told. */
export function nginxDefaults(world: World, className: string | undefined): NginxDefaults {
  const known = defaultsByClass.get(world) ?? new Map<string | undefined, NginxDefaults>();
  defaultsByClass.set(world, known);
  const found = known.get(className) ?? findDefaults(world, className);
  known.set(className, found);
  return found;
}

const defaultsByClass = new WeakMap<World, Map<string | undefined, NginxDefaults>>();

function findDefaults(world: World, className: string | undefined): NginxDefaults {
  const containers = installationsIn(world).containers.filter((container) => serves(container, className, world));
  return { ...bounded(chosenDefaults(containers, className, world)), containers };
}

// Every route repeats these values: a long one would multiply, and counts like one that is filled in later.
function bounded({ values, ...rest }: NginxDefaults): NginxDefaults {
  const short = Object.entries(values).map(([key, value]) => [
    key,
    value.length > longest ? `\${${value.length} characters}` : value,
  ]);
  return { ...rest, values: Object.fromEntries(short) };
}

const longest = 5000;

function chosenDefaults(
  serving: readonly ControllerContainer[],
  className: string | undefined,
  world: World,
): NginxDefaults {
  const { configMaps } = installationsIn(world);
  const [first] = configMaps;
  if (!first) return builtIn;
  if (configMaps.length === 1) return defaultsOf(first);
  const own = serving.flatMap((container) => configMapOf(container, "configmap", world) ?? []);
  const byLabel = configMaps.filter(({ labels }) => isNamedAfter(labels["app.kubernetes.io/instance"], className));
  const [chosen] = own.length > 0 ? own : byLabel;
  const candidates = new Set(own.length > 0 ? own : byLabel);
  if (chosen && candidates.size === 1) return defaultsOf(chosen);
  return {
    ...builtIn,
    assumptions: [
      `which of ${configMaps.length} ConfigMaps of ingress-nginx counts for this class is not known; its defaults are assumed`,
    ],
  };
}

export function defaultsOf(resource: Resource): NginxDefaults {
  const entries = Object.entries(asObject(resource.data.data) ?? {});
  const values = Object.fromEntries(
    entries.flatMap(([key, value]) =>
      value !== null && typeof value === "object" ? [] : [[key, String(value ?? "")]],
    ),
  );
  const name = `${resource.namespace === undefined ? "" : `${resource.namespace}/`}${resource.name}`;
  return { resource, values, assumptions: [`the ConfigMap ${name} configures ingress-nginx`] };
}

/** The ConfigMap that a flag names as `namespace/name`, where the namespace is often the pod's own. */
export function configMapOf(container: ControllerContainer, flag: string, world: World): Resource | undefined {
  const value = flagNamed(container, flag)?.value.replace("$(POD_NAMESPACE)", container.resource.namespace ?? "");
  const [namespace, name] = value?.split("/") ?? [];
  return name === undefined ? undefined : world.find("", "ConfigMap", namespace === "" ? undefined : namespace, name);
}

// As in ingress-class.ts, which stands above the controllers.
const ingressGroups = ["networking.k8s.io", "extensions"];

function isConventional({ name, labels }: Resource): boolean {
  if (/(-|^)(tcp|udp|tcp-services|udp-services)$|headers$/.test(name)) return false;
  if (/^(.*-)?(ingress-nginx(-.*)?-controller|nginx-ingress-controller|nginx-configuration)$/.test(name)) return true;
  return (
    labels["app.kubernetes.io/name"] === "ingress-nginx" &&
    labels["app.kubernetes.io/component"] === "controller" &&
    /controller|config/.test(name)
  );
}

// A controller serves the IngressClasses that name it, and Ingresses that name its class by annotation.
function serves(container: ControllerContainer, className: string | undefined, world: World): boolean {
  const own = flagNamed(container, "ingress-class")?.value ?? "nginx";
  const declared = world.of(ingressGroups, "IngressClass").find(({ name }) => name === className);
  const controller = asText(asObject(declared?.data.spec)?.controller);
  if (controller === undefined) return className === own;
  return controller === (flagNamed(container, "controller-class")?.value ?? "k8s.io/ingress-nginx");
}

function isNamedAfter(instance: string | undefined, className: string | undefined): boolean {
  return instance !== undefined && className !== undefined && [className, `ingress-${className}`].includes(instance);
}
