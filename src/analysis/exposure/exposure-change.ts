import type { Plain } from "../../kubernetes/resource.ts";
import type { Change } from "../change.ts";
import type { Order } from "./containment.ts";
import type { ControlName, ControlValues } from "./control-values.ts";
import type { HostPattern } from "./host-pattern.ts";
import type { Backend, Entry, Route } from "./route.ts";

/** A host, or one path of it. */
export interface Target {
  /** As written; `*` is every host that nothing else names. */
  readonly host: string;
  /** Null where the change concerns everything that the host serves. */
  readonly path: string | null;
}

/** What changed about requests. */
export type FacetDetail =
  | {
      readonly facet: "host";
      readonly served: "now" | "no longer";
      readonly pattern: HostPattern["kind"];
      readonly via: Route["via"];
      /** The wildcard or catch-all that answers the host otherwise; null if nothing does. */
      readonly coveredBy: string | null;
      readonly tls: boolean;
    }
  | { readonly facet: "path"; readonly how: PathChange }
  | {
      readonly facet: "backend";
      readonly from: readonly Backend[];
      readonly to: readonly Backend[];
      /** Whether the requests went to a wider route of the same host, or go there now. */
      readonly carved: boolean;
    }
  | { readonly facet: "entry"; readonly from: Entry; readonly to: Entry }
  | ControlDetail
  /** A more specific route takes requests from another that stays, and protects them differently. */
  | { readonly facet: "shadowed"; readonly differences: readonly ControlDifference[] }
  /** More than one object claims the same requests, and which one wins is not in the repository. */
  | { readonly facet: "duplicate"; readonly state: "now" | "no longer" }
  | {
      readonly facet: "annotation";
      readonly weight: "harmless" | "protective";
      readonly changed: readonly { readonly key: string; readonly from: string | null; readonly to: string | null }[];
    }
  | { readonly facet: "problem"; readonly text: string };

export type PathChange =
  | "added"
  | "widened"
  | "type-loosened"
  | "removed"
  | "narrowed"
  | "type-tightened"
  /** Whether the paths grew or shrank cannot be decided. */
  | "undecided";

/** A control of served requests changed. `from` is null on a route that was not served, `to` on one that no longer is. */
type ControlDetail = {
  readonly [N in ControlName]: {
    readonly facet: N;
    readonly order: Order;
    readonly from: NonNullable<ControlValues[N]> | null;
    readonly to: NonNullable<ControlValues[N]> | null;
  };
}[ControlName];

export interface ControlDifference {
  /** A control, or an annotation that no control reads. */
  readonly control: string;
  readonly order: Order;
  /** In a few words. */
  readonly before: string;
  readonly after: string;
}

interface ExposureChangeBase extends Change {
  readonly topic: "exposure";
  readonly targets: readonly Target[];
  /** Targets whose path is one that administration and debugging usually live under. */
  readonly sensitive: readonly Target[];
  readonly class: string | null;
  readonly assumptions: readonly string[];
  readonly before: Plain;
  readonly after: Plain;
}

/** One change of who can reach what through which protections, with all hosts and paths that it affects in the same way. */
export type ExposureChange = ExposureChangeBase & FacetDetail;
