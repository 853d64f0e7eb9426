import { hostKey } from "../host-pattern.ts";
import type { Route } from "../route.ts";
import type { Difference } from "./difference.ts";
import type { RouteTable } from "./route-table.ts";

/**
 * The route that takes a host from those which answer a wider one: these stay as they are, and what each of them answers no more
 * is one effect of the route that came. Undefined for any other difference.
 */
export function takerOf({ before, after, host, detail }: Difference, now: RouteTable): Route | undefined {
  if (detail.facet !== "path" || after !== null || before === null) return undefined;
  if (hostKey(before.host) === hostKey(host)) return undefined;
  const routes = now.classes.get(before.entry.class ?? "")?.get(hostKey(host));
  const [ofFirstPath] = routes?.byPath.values() ?? [];
  return ofFirstPath?.[0] ?? routes?.fallback[0];
}
