import { hostKey } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { readHost } from "../ingress/read-host.ts";
import { asObject, asText } from "../plain-fields.ts";
import { plainHttpCondition } from "../route.ts";
import type { World } from "../world.ts";
import { ingressDoors } from "./ingress-annotations.ts";
import { objectsOf } from "./values.ts";

/** What sets the requests of an Ingress for plain HTTP apart from those of one behind TLS for the same host. */
export function plainConditions(world: World, ingress: IngressObject): readonly string[] {
  if (ingressDoors(ingress).tls !== false) return [];
  const secure = secureHosts(world);
  return ingress.rules.some(({ host }) => secure.has(hostKey(host))) ? [plainHttpCondition] : [];
}

const known = new WeakMap<World, ReadonlySet<string>>();

function secureHosts(world: World): ReadonlySet<string> {
  const hosts =
    known.get(world) ??
    new Set(
      world
        .all(["networking.k8s.io", "extensions"], "Ingress")
        .filter((resource) => isSecureOnly({ resource }))
        .flatMap(({ data }) =>
          objectsOf(asObject(data.spec)?.rules).map(({ item }) => hostKey(readHost(asText(item.host) ?? ""))),
        ),
    );
  known.set(world, hosts);
  return hosts;
}

function isSecureOnly(ingress: Pick<IngressObject, "resource">): boolean {
  const { tls, plain } = ingressDoors(ingress);
  return tls === true && plain === false;
}
