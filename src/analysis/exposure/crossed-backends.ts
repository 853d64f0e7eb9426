import type { ExposureChange } from "./exposure-change.ts";
import type { Backend } from "./route.ts";

/** The services of other namespaces than that of the route to which requests now go, and did not go before. */
export function crossedBackends(change: Extract<ExposureChange, { facet: "backend" }>): readonly Backend[] {
  const own = change.resource.namespace;
  const before = new Set(change.from.map(({ namespace }) => namespace));
  return change.to.filter(
    ({ namespace }) => namespace !== null && own !== null && namespace !== own && !before.has(namespace),
  );
}
