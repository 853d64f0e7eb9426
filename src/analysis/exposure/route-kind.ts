import type { FieldPath, PlainObject, Resource } from "../../kubernetes/resource.ts";
import type { Route } from "./route.ts";
import type { Scope } from "./scope.ts";
import type { World } from "./world.ts";

/** A manifest that says something about routing which we cannot take at its word. */
export interface RouteProblem {
  readonly resource: Resource;
  /** A sentence for a maintainer. */
  readonly text: string;
  readonly path: FieldPath;
  /** The part of the manifest that was not understood, to tell whether it changed. */
  readonly subject: PlainObject;
}

export interface RouteSet {
  readonly routes: readonly Route[];
  readonly scopes?: readonly Scope[];
  readonly problems: readonly RouteProblem[];
}

/** A family of objects that publish services. Each file of `routes/` exports one. */
export interface RouteKind {
  readonly name: string;
  /**
   * All routes and scopes that the objects of this family declare in one state. An object whose every field ended up in a
   * route, a scope or a problem is marked with `world.use`; a change of any other object of a routing kind is reported as
   * not understood.
   */
  readRoutes(world: World): RouteSet;
}
