import type { Resource } from "../../../kubernetes/resource.ts";
import { grouped } from "../grouped.ts";
import { type Aspect, type Backend, type Route, routeKey } from "../route.ts";
import { readService, type ServicePort } from "../services/service-object.ts";
import type { World } from "../world.ts";
import type { Difference } from "./difference.ts";
import { showBothBackends } from "./served.ts";

interface Side {
  readonly routes: readonly Route[];
  readonly world: World;
}

/**
 * Requests that go to the Service that they went to, which hands them to other Pods or another port of them now. No route says a
 * word of it. A Service that only one side has is left to what is said about its routes.
 */
export function repointedServices(before: Side, after: Side): Difference[] {
  const changed = after.world.of("", "Service").flatMap((is) => {
    const was = before.world.find("", "Service", is.namespace, is.name);
    return was && was.data !== is.data ? [{ was, is }] : [];
  });
  if (changed.length === 0) return [];
  const byName = grouped(changed, ({ is }) => is.name);
  const standing = grouped(before.routes, routeKey);
  return after.routes.flatMap((route) =>
    route.backends.flatMap((backend) => {
      const found = backend.kind === "Service" ? byName.get(backend.name) : undefined;
      const pair = found?.find(({ is }) => after.world.find("", "Service", backend.namespace, backend.name) === is);
      if (!pair) return [];
      const old = standing.get(routeKey(route))?.find(({ backends }) => backends.some((one) => isSame(one, backend)));
      return old ? differenceOf(old, route, backend, pair.was, pair.is) : [];
    }),
  );
}

function differenceOf(old: Route, route: Route, backend: Backend, was: Resource, is: Resource): Difference[] {
  const [left, right] = [portsFor(was, backend), portsFor(is, backend)];
  const [from, to] = [left.map((one) => one.backend), right.map((one) => one.backend)];
  if (from.length === 0 || to.length === 0 || JSON.stringify(from) === JSON.stringify(to)) return [];
  const shown = showBothBackends(from, to);
  return [
    {
      detail: { facet: "backend", from, to, carved: false },
      direction: "unknown",
      host: route.host,
      before: behind(old, was, left, from),
      after: behind(route, is, right, to),
      shown: { before: shown.from, after: shown.to },
      effect: null,
      facets: ["backend"],
    },
  ];
}

// The fields of the Service are the reason, and not those of the route.
function behind(route: Route, service: Resource, ports: readonly ServicePort[], backends: readonly Backend[]): Route {
  const aspects: readonly Aspect[] = [
    { resource: service, path: ["spec", "selector"] },
    ...ports.map(({ field }): Aspect => ({ resource: service, path: [...field, "targetPort"] })),
  ];
  return { ...route, resource: service, backends, where: () => aspects };
}

/** The ports that a backend means, all of them where it names none that the Service has. */
function portsFor(resource: Resource, { port }: Backend): readonly ServicePort[] {
  const { ports } = readService(resource).service;
  const named = ports.filter((one) => one.port === port || one.name === port);
  return named.length > 0 ? named : ports;
}

function isSame(a: Backend, b: Backend): boolean {
  return a.kind === b.kind && a.name === b.name && a.namespace === b.namespace && a.port === b.port;
}
