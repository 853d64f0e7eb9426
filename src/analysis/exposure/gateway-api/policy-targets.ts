import type { Target, Thing } from "../envoy-gateway/attachment.ts";
import { grouped } from "../grouped.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import type { World } from "../world.ts";
import type { Door } from "./doors.ts";
import { gatewayGroup, readRef, specOf } from "./names.ts";
import type { RouteObject } from "./route-object.ts";

type Sectioned = Thing & { readonly sections?: ReadonlySet<string> };

/** The objects that policies can be attached to, by kind and name; a target without a name or with labels means all of its kind. */
export function readFrontTargets(world: World, objects: readonly RouteObject[], doors: readonly Door[]) {
  const all = [...objects.map(routeThing), ...doors.map(doorThing), ...sets(world), ...services(world, objects)];
  const byKind = grouped(all, ({ kind }) => kind);
  const byName = grouped(all, ({ kind, name }) => `${kind}/${name}`);
  return {
    things: ({ kind, name, selector }: Target): readonly Sectioned[] =>
      (name === undefined || selector ? byKind.get(kind) : byName.get(`${kind}/${name}`)) ?? [],
  };
}

function routeThing({ resource, kind, namespace, rules }: RouteObject): Sectioned {
  const sections = new Set(rules.flatMap(({ name }) => name ?? []));
  return { group: gatewayGroup, kind, namespace, name: resource.name, labels: resource.labels, sections };
}

function doorThing({ gateway, namespace, name, listeners }: Door): Sectioned {
  const thing = { group: gatewayGroup, kind: "Gateway", namespace, name, labels: gateway?.labels };
  return gateway ? { ...thing, sections: new Set(listeners.map((listener) => listener.name)) } : thing;
}

function sets(world: World): Sectioned[] {
  return ["ListenerSet", "GatewayClass"].flatMap((kind) =>
    world.of(gatewayGroup, kind).map(({ namespace, name, labels }) => {
      return { group: gatewayGroup, kind, namespace: namespace ?? null, name, labels };
    }),
  );
}

// A Service that a route names may come from a chart.
function services(world: World, objects: readonly RouteObject[]): Sectioned[] {
  const declared = world.of("", "Service").map((resource): Sectioned => {
    const ports = (asList(specOf(resource).ports) ?? []).flatMap((port) => asText(asObject(port)?.name) ?? []);
    const { namespace, name, labels } = resource;
    return { group: "", kind: "Service", namespace: namespace ?? null, name, labels, sections: new Set(ports) };
  });
  const known = new Set(declared.map(({ namespace, name }) => `${namespace ?? ""}/${name}`));
  const named = objects.flatMap(({ rules, namespace }) =>
    rules.flatMap(({ data }) =>
      (asList(data.backendRefs) ?? []).flatMap((entry) => {
        const ref = readRef(entry, { group: "", kind: "Service", namespace });
        return ref && ref.group === "" && !known.has(`${ref.namespace ?? ""}/${ref.name}`)
          ? [{ ...ref, labels: undefined }]
          : [];
      }),
    ),
  );
  return [...declared, ...named];
}
