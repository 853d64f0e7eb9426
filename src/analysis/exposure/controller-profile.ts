import type { FieldPath } from "../../kubernetes/resource.ts";
import type { ControlValues } from "./control-values.ts";
import type { HostPattern } from "./host-pattern.ts";
import type { IngressObject, IngressPath } from "./ingress/ingress-object.ts";
import type { PathPattern } from "./path-pattern.ts";
import type { AnnotationWeight, Aspect, Backend, Facet, Reach, Route } from "./route.ts";
import type { World } from "./world.ts";

/** What an annotation can explain. */
export type AnnotatedFacet = Exclude<Facet, "entry" | "annotation">;

/** How one controller reads an Ingress. Each file of `controllers/` exports one. */
export interface ControllerProfile {
  /** The name that a policy uses. */
  readonly name: string;
  /** Class names that conventionally mean this controller. */
  readonly classNames: readonly string[];
  /** Values of IngressClass `spec.controller`, and other names of the controller. */
  readonly controllerNames: readonly string[];
  /** What reading with this profile takes for granted. */
  readonly assumptions: readonly string[];
  /** The annotations that each facet follows from, the most telling first. */
  readonly annotations: Readonly<Partial<Record<AnnotatedFacet, readonly string[]>>>;
  /** Facets for which one Ingress decides for every Ingress of its host. */
  readonly hostWide: ReadonlySet<AnnotatedFacet>;
  /**
   * Whether `defaultBackend` beside rules answers every other host, as the API says, or only the hosts of the rules; `alone`: it
   * answers in an Ingress without rules, and nothing otherwise.
   */
  readonly defaultBackendReach: "every-host" | "own-hosts" | "alone";
  weigh(annotation: string): AnnotationWeight;
  /** Further hosts that an Ingress answers to, with the annotation that says so. */
  aliases(ingress: IngressObject): readonly { readonly host: HostPattern; readonly field: FieldPath }[];
  /** Whether the Ingress only adds backends to the routes of another one. */
  isCanary(ingress: IngressObject): boolean;
  /** The hosts that a host of a rule means to this controller, where that is not what the Ingress API says. */
  hostOf?(host: HostPattern): HostPattern;
  /** Who can reach the entry of an Ingress, if the Ingress or an object beside it says so. The policy's word comes first. */
  reachOf?(ingress: IngressObject, world: World): { readonly reach: Reach; readonly stated: boolean } | undefined;
  /** What else a request must show to be answered by a path of the Ingress (see `Route.conditions`). */
  conditionsOf?(
    ingress: IngressObject,
    path: Pick<IngressPath, "text" | "type">,
    world: World,
    backend: Backend,
  ): readonly string[];
  /** Explicit precedence (see `Route.priority`). */
  priorityOf?(ingress: IngressObject, place: Pick<Route, "host" | "path" | "via">): number;
  /** Whether an annotation whose name people choose is read by `server`: what of it is left to text stands in `settings`. */
  interprets?(annotation: string): boolean;
  /** Where requests go, if an annotation names other targets than the path's backend. */
  backendsOf?(ingress: IngressObject, backend: Backend): readonly Backend[] | undefined;
  /** Whether a path is no way in: all that it does is to send plain HTTP to HTTPS. */
  onlyRedirects?(ingress: IngressObject, backend: Backend): boolean;
  /** What a canary adds to the lists among the controls of the routes that it joins. */
  canaryControls?(canary: IngressObject, ingresses: readonly IngressObject[]): CanaryControls;
  /** Reads the Ingresses of one host together, because some settings of one count for all. */
  server(host: HostPattern, ingresses: readonly IngressObject[], world: World): ServerReading;
}

export type CanaryControls = Pick<ControlValues, "ineffective" | "injection">;

export interface ServerReading {
  /** What reading this server takes for granted, besides what the profile always does. */
  readonly assumptions?: readonly string[];
  path(path: Pick<IngressPath, "text" | "type">): PathPattern;
  controls(ingress: IngressObject, path: PathPattern, backend: Backend): ControlValues;
  /**
   * Fields of other objects that a facet follows from (a Middleware, a BackendConfig, the controller's ConfigMap). The
   * annotations of the Ingress itself are found by `ControllerProfile.annotations`.
   */
  aspects?(facet: Facet, ingress: IngressObject, backend: Backend): readonly Aspect[];
  /** What other objects say about the requests and no control interprets, as texts by key (`Middleware shop/odd: spec.plugin`). */
  settings?(ingress: IngressObject, backend: Backend): Readonly<Record<string, string>>;
}
