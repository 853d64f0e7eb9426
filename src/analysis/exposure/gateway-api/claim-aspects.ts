import type { EnvoyPolicies } from "../envoy-gateway/policies.ts";
import type { Aspect, Facet } from "../route.ts";
import type { Claim } from "./claims.ts";
import type { Door } from "./doors.ts";
import { aspectsIn, type Part } from "./part.ts";
import type { BackendReading } from "./read-backends.ts";

/** The fields that a facet of a claim's route follows from, the most telling first. */
export function aspectsOf(
  facet: Facet,
  claim: Claim,
  part: Part,
  backends: BackendReading,
  envoy: EnvoyPolicies,
): readonly Aspect[] {
  const { object, rule, match, door, parent, listener, hostAspects } = claim;
  const { resource } = object;
  const own = (...path: (string | number)[]): Aspect => ({ resource, path });
  const attached = [
    own(...parent.field),
    ...(listener ? [{ resource: listener.resource, path: [...listener.field, "allowedRoutes"] }] : []),
  ];
  const found = aspectsIn(part, facet);
  const filters = own(...rule.field, "filters");
  if (facet === "host") return [...hostAspects, ...attached];
  if (facet === "path")
    return [own(...match.field, "path"), own(...match.field, "method"), own(...match.field), ...found];
  if (facet === "condition")
    return [...["method", "headers", "queryParams"].map((name) => own(...match.field, name)), own(...match.field)];
  if (facet === "backend") return [...backends.aspects, filters];
  if (facet === "entry") return [own(...parent.field), ...doorAspects(door)];
  if (facet === "annotation") {
    return [...found, own(...rule.field, "backendRefs")];
  }
  // A policy finds its route by name: a route that is renamed loses it.
  if (ofPolicies.has(facet))
    return [
      ...found,
      filters,
      ...attached,
      own("metadata", "name"),
      own(...rule.field, "backendRefs"),
      ...envoy.targetAspects(object.namespace),
    ];
  if (ofListeners.has(facet)) return [...found, ...attached];
  return found.length > 0 ? found : [filters, own(...rule.field)];
}

const ofPolicies: ReadonlySet<Facet> = new Set(["auth", "sourceRange", "rateLimit", "cors", "backendTls"]);
const ofListeners: ReadonlySet<Facet> = new Set(["tls", "certificate", "redirect", "tlsVersion", "passthrough"]);

function doorAspects({ gateway, gatewayClass }: Door): Aspect[] {
  if (!gateway) return [];
  const paths = [
    ["spec", "gatewayClassName"],
    ["spec", "infrastructure", "annotations"],
    ["metadata", "annotations"],
  ];
  return [
    ...paths.map((path) => ({ resource: gateway, path })),
    ...(gatewayClass ? [{ resource: gatewayClass, path: ["spec"] }] : []),
  ];
}
