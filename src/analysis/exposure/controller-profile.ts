import type { FieldPath } from "../../kubernetes/resource.ts";
import type { ControlName, ControlValues } from "./control-values.ts";
import type { HostPattern } from "./host-pattern.ts";
import type { IngressObject, IngressPath } from "./ingress/ingress-object.ts";
import type { PathPattern } from "./path-pattern.ts";
import type { AnnotationWeight } from "./route.ts";

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
  readonly annotations: Readonly<Partial<Record<ControlName | "path" | "host" | "backend", readonly string[]>>>;
  /** Facets for which one Ingress decides for every Ingress of its host. */
  readonly hostWide: ReadonlySet<ControlName | "path" | "host" | "backend">;
  /** Whether `defaultBackend` beside rules answers every other host, as the API says, or only the hosts of the rules. */
  readonly defaultBackendReach: "every-host" | "own-hosts";
  weigh(annotation: string): AnnotationWeight;
  /** Further hosts that an Ingress answers to, with the annotation that says so. */
  aliases(ingress: IngressObject): readonly { readonly host: HostPattern; readonly field: FieldPath }[];
  /** Whether the Ingress only adds backends to the routes of another one. */
  isCanary(ingress: IngressObject): boolean;
  /** Reads the Ingresses of one host together, because some settings of one count for all. */
  server(host: HostPattern, ingresses: readonly IngressObject[]): ServerReading;
}

export interface ServerReading {
  path(path: Pick<IngressPath, "text" | "type">): PathPattern;
  controls(ingress: IngressObject, path: PathPattern): ControlValues;
}
