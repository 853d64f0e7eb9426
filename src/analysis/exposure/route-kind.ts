import type { FieldPath, PlainObject, Resource } from "../../kubernetes/resource.ts";
import type { Reach, Route } from "./route.ts";

/** What the policy says about classes, by class name. */
export type ControllerOptions = Readonly<Record<string, { readonly controller: string; readonly reach?: Reach }>>;

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
  readonly problems: readonly RouteProblem[];
}

/** A family of objects that publish services. Each file of `routes/` exports one. */
export interface RouteKind {
  readonly name: string;
  /** All routes that the objects of this family declare in one state, given every object of that state. */
  readRoutes(resources: readonly Resource[], controllers: ControllerOptions): RouteSet;
}
