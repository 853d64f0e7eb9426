import type { Resource } from "../../kubernetes/resource.ts";
import { impliedControllers } from "./ingress/implied-controllers.ts";
import type { Reach } from "./route.ts";
import type { RouteSet } from "./route-kind.ts";
import { routes } from "./routes/index.ts";
import type { Scope } from "./scope.ts";
import { type World, worldOf } from "./world.ts";

export interface ExposureOptions {
  /** Who serves each class, from the policy; `reach` is one of the words of `Reach`, anything else is unknown. */
  readonly controllers: Readonly<Record<string, { readonly controller: string; readonly reach?: string }>>;
}

/** Every way in that one state of a view declares, with the settings that count for all of them. */
export interface ExposureState extends Required<RouteSet> {
  readonly scopes: readonly Scope[];
  readonly world: World;
}

/**
 * Reads the routes of one state. Where `resources` leaves out routes that no question is about, `everything` holds them too, and
 * `implied` says which controllers the annotations of both states imply.
 */
export function readExposure(
  resources: readonly Resource[],
  options: ExposureOptions,
  context: {
    readonly everything?: readonly Resource[];
    readonly implied?: ReadonlyMap<string, string>;
  } = {},
): ExposureState {
  const { everything = resources, implied = impliedControllers(everything) } = context;
  const controllers = Object.fromEntries(
    Object.entries(options.controllers).map(([name, { controller, reach }]) => [
      name,
      { controller, reach: reachOf(reach) },
    ]),
  );
  const world = worldOf(resources, controllers, everything, implied);
  const sets = routes.map((kind) => kind.readRoutes(world));
  return {
    routes: sets.flatMap((set) => set.routes),
    scopes: sets.flatMap((set) => set.scopes ?? []),
    problems: sets.flatMap((set) => set.problems),
    world,
  };
}

function reachOf(text: string | undefined): Reach {
  return text === "internet" || text === "private-network" || text === "node" || text === "cluster" ? text : "unknown";
}
