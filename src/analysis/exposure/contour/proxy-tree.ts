import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, specOf } from "../plain-items.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";
import { type Conditions, noConditions, withConditions } from "./conditions.ts";

export const contourGroup = "projectcontour.io";

/** A route of an HTTPProxy, seen from the root that publishes it. */
export interface ProxyRoute {
  /** The object that holds it. */
  readonly resource: Resource;
  readonly route: PlainObject;
  readonly field: FieldPath;
  readonly conditions: Conditions;
  /** The includes that lead from the root to it. */
  readonly includes: readonly Aspect[];
  /** The HTTPProxy that is included here and not in the repository. */
  readonly missing?: { readonly namespace: string | null; readonly name: string };
}

interface ProxyTree {
  readonly routes: readonly ProxyRoute[];
  /** The objects that the root includes, itself too. */
  readonly members: readonly Resource[];
  /** Whether there is more than can be compared. */
  readonly cut: boolean;
}

export function isRoot(resource: Resource): boolean {
  return asObject(specOf(resource).virtualhost) !== undefined;
}

// More than a proxy's configuration holds; an object that is included along many ways must not explode.
const mostRoutes = 5000;
const mostVisits = 2000;

/** Every route that a root publishes, its own and those of the objects that it includes, across namespaces. */
export function proxyTree(root: Resource, world: World): ProxyTree {
  const routes: ProxyRoute[] = [];
  const members = new Set<Resource>();
  let visits = 0;
  const visit = (
    resource: Resource,
    conditions: Conditions,
    includes: readonly Aspect[],
    above: readonly Resource[],
  ): void => {
    // Contour refuses a circle of includes.
    if (above.includes(resource) || visits++ > mostVisits || routes.length > mostRoutes) return;
    members.add(resource);
    const spec = specOf(resource);
    for (const { value, field } of itemsOf(spec.routes, ["spec", "routes"]))
      routes.push({
        resource,
        route: value,
        field,
        conditions: withConditions(conditions, value.conditions),
        includes,
      });
    for (const { value, field } of itemsOf(spec.includes, ["spec", "includes"])) {
      const name = asText(value.name) ?? "";
      const namespace = asText(value.namespace) ?? resource.namespace;
      const target = world.find(contourGroup, "HTTPProxy", namespace, name);
      const below = withConditions(conditions, value.conditions);
      const path = [...includes, { resource, path: field }];
      // A root cannot be included.
      if (target && !isRoot(target)) visit(target, below, path, [...above, resource]);
      else if (!target)
        routes.push({
          resource,
          route: {},
          field,
          conditions: below,
          includes: path,
          missing: { namespace: namespace ?? null, name },
        });
    }
  };
  visit(root, noConditions, [], []);
  return { routes, members: [...members], cut: routes.length > mostRoutes || visits > mostVisits };
}
