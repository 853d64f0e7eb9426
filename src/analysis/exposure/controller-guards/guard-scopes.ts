import type { Resource } from "../../../kubernetes/resource.ts";
import { type ControllerContainer, controllerContainers } from "../controller-containers.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { type GuardedController, guardedConfigMaps, guardedControllers, relaxedArguments } from "./guards.ts";

/** The guards that controllers other than ingress-nginx are told to drop. */
export function guardScopes(world: World): Scope[] {
  return [
    ...guardedControllers.flatMap((controller) =>
      controllerContainers(world, controller.isImage).map((container) => ofContainer(controller, container)),
    ),
    ...guardedConfigMaps.flatMap((kind) =>
      world
        .of("", "ConfigMap")
        .filter(({ name }) => kind.isName(name))
        .map((resource) => ofConfigMap(kind, resource)),
    ),
  ];
}

function ofContainer(controller: GuardedController, container: ControllerContainer): Scope {
  const { resource, flags } = container;
  const relaxed = relaxedArguments(controller, container).map(({ name, value }) => `--${name}: ${value}`);
  const places = flags.filter(({ name }) => controller.flags.has(name.toLowerCase()));
  return scopeOf(
    controller.name,
    resource,
    relaxed,
    places.map(({ field }) => ({ resource, path: field })),
  );
}

function ofConfigMap(kind: (typeof guardedConfigMaps)[number], resource: Resource): Scope {
  const data = Object.entries(asObject(resource.data.data) ?? {});
  const found = data.map(([key, value]) => ({
    key,
    relaxed: kind.relaxed(key, asText(value) ?? String(value === true)),
  }));
  const places = data.map(([key]): Aspect => ({ resource, path: ["data", key] }));
  return scopeOf(
    kind.name,
    resource,
    found.flatMap(({ relaxed }) => relaxed),
    places,
  );
}

function scopeOf(controller: string, resource: Resource, relaxed: readonly string[], places: readonly Aspect[]): Scope {
  const name = [resource.namespace, resource.name].filter(Boolean).join("/");
  return {
    key: `${controller} ${resource.kind} ${name}`,
    label: `every host of ${controller} \`${name}\``,
    resource,
    reach: "unknown",
    controls: { hardening: [...new Set(relaxed)].sort() },
    annotations: {},
    weigh: () => "none",
    assumptions: [],
    where: (facet) => (facet === "hardening" ? places : []),
  };
}
