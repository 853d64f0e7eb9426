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
  /** Stands for host and path where requests are not told apart by these: a port, the defaults of a controller. Markdown, code marks included. */
  readonly label?: string;
  /** The raw port that it stands for, if it does. */
  readonly port?: Extract<HostPattern, { kind: "port" }>;
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
      /** The class of another entry where the host was served before and still is. */
      readonly elsewhere?: string;
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
  /** Requests left one kind of object or controller for another; every control of both is compared. */
  | {
      readonly facet: "migrated";
      /** Whether the old way is gone and the new one came, or one of them was and is there anyway. */
      readonly how: "moved" | "joined" | "left";
      readonly from: string;
      readonly to: string;
      readonly table: readonly CarriedControl[];
    }
  | { readonly facet: "problem"; readonly text: string };

/** A row of a migration: what a control was and is. */
export interface CarriedControl {
  readonly control: string;
  readonly before: string;
  readonly after: string;
  readonly carried: "yes" | "stronger" | "no" | "other" | "unknown";
}

export type PathChange =
  | "added"
  /** The same path answered already, but only requests that showed more. */
  | "condition-removed"
  | "condition-added"
  | "widened"
  | "type-loosened"
  /** The same text is read as an expression, because another object of the host turns all of its paths into expressions. */
  | "mode-spread"
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

/** Whole lines of the after side that undo a change; no lines: they are deleted. Both ends inclusive. */
export interface Restoration {
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly lines: readonly string[];
}

/** Network policies that let nothing that comes through a route to the pods behind it. */
export interface ClosedBackend {
  /** `NetworkPolicy shop/default-deny`, sorted. */
  readonly policies: readonly string[];
  /** Namespaces whose pods still get through; empty if nothing does. */
  readonly admits: readonly string[];
}

interface ExposureChangeBase extends Change {
  readonly topic: "exposure";
  readonly targets: readonly Target[];
  /** Targets whose path is one that administration and debugging usually live under. */
  readonly sensitive: readonly Target[];
  readonly class: string | null;
  /** The door of the requests before and after; null where they were or are not answered, or for settings of a scope. */
  readonly entries: { readonly before: Entry | null; readonly after: Entry | null };
  /** Whether it is about requests that a route names, or about everything that a setting counts for (`Scope`). */
  readonly subject: "route" | "scope";
  /** Namespaces of the routes and backends that are affected, sorted. */
  readonly namespaces: readonly string[];
  /** Where the requests go now, or went. */
  readonly backends: readonly Backend[];
  /** Which controller reads it (`Entry.controller`), empty for a scope that says nothing of it. */
  readonly controller: string;
  readonly assumptions: readonly string[];
  /** What keeps the requests from the pods behind them, where network policies certainly do. */
  readonly closed?: ClosedBackend;
  /** How to give the fields behind the change their values of before, where that is mechanical. Found when asked for. */
  restoration(): Restoration | undefined;
  readonly before: Plain;
  readonly after: Plain;
}

/** One change of who can reach what through which protections, with all hosts and paths that it affects in the same way. */
export type ExposureChange = ExposureChangeBase & FacetDetail;
