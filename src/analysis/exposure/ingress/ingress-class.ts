import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControllerOptions } from "../controller-options.ts";
import type { ControllerProfile } from "../controller-profile.ts";
import { controllers } from "../controllers/index.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Entry } from "../route.ts";
import type { World } from "../world.ts";
import { ingressGroups } from "./ingress-groups.ts";
import type { IngressObject } from "./ingress-object.ts";

export interface Service {
  readonly entry: Entry;
  readonly profile: ControllerProfile;
  /** The IngressClass that decided, if the repository has it. */
  readonly classResource: Resource | undefined;
  readonly assumptions: readonly string[];
}

/**
 * Finds who serves an Ingress: the policy first, then IngressClass objects, then well-known class names, then the annotations of
 * the other Ingresses of the class.
 */
export function classResolver(world: World) {
  const options = world.controllers;
  const classes = new Map(world.of(ingressGroups, "IngressClass").map((resource) => [resource.name, resource]));
  for (const resource of classes.values()) world.use(resource);
  const defaults = [...classes.values()].filter(isDefault);
  const known = new Map<string, Service>();
  return (ingress: IngressObject): Service => {
    const name = ingress.className ?? (defaults.length === 1 ? defaults[0]?.name : undefined);
    const key = name ?? "";
    const service = known.get(key) ?? serviceOf(name, classes.get(key), options, world.implied.get(key));
    known.set(key, service);
    const chosen = name !== undefined && Object.hasOwn(options, name) ? options[name]?.reach : undefined;
    const own = chosen === undefined ? service.profile.reachOf?.(ingress, world) : undefined;
    return own ? { ...service, entry: { ...service.entry, ...own } } : service;
  };
}

function serviceOf(
  name: string | undefined,
  classResource: Resource | undefined,
  options: ControllerOptions,
  implied: string | undefined,
): Service {
  const chosen = name !== undefined && Object.hasOwn(options, name) ? options[name] : undefined;
  const declared = asText(asObject(classResource?.data.spec)?.controller);
  const named =
    (chosen && (profileNamed(chosen.controller) ?? profileNamed("core-only"))) ??
    (declared === undefined ? undefined : profileNamed(declared)) ??
    (declared === undefined && name !== undefined
      ? controllers.find((one) => one.classNames.includes(name))
      : undefined);
  const unnamed = declared === undefined ? implied : undefined;
  const profile = named ?? (unnamed === undefined ? undefined : profileNamed(unnamed)) ?? profileNamed("unrecognized");
  if (!profile) throw new Error("The shelf of controllers has lost its profile for unrecognized controllers.");
  return {
    entry: {
      class: name ?? null,
      controller: chosen?.controller ?? declared ?? profile.name,
      reach: chosen?.reach ?? "unknown",
    },
    profile,
    classResource,
    assumptions: named || profile.name !== unnamed ? profile.assumptions : [...profile.assumptions, impliedBy(profile)],
  };
}

function impliedBy({ name }: ControllerProfile): string {
  return `${name} serves the class: its Ingresses have annotations of no other controller`;
}

function profileNamed(name: string): ControllerProfile | undefined {
  return controllers.find((profile) => profile.name === name || profile.controllerNames.includes(name));
}

function isDefault(resource: Resource): boolean {
  return resource.annotations["ingressclass.kubernetes.io/is-default-class"] === "true";
}
