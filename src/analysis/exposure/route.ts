import type { FieldPath, Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import type { ControlName, ControlValues } from "./control-values.ts";
import { type HostPattern, hostKey } from "./host-pattern.ts";
import { type PathPattern, pathKey } from "./path-pattern.ts";

/** Who can send packets to an entry. `node`: whoever reaches a node of the cluster. */
export type Reach = "internet" | "private-network" | "node" | "cluster" | "unknown";

/** How much a setting matters that no control interprets: bookkeeping, tuning, or perhaps a protection. */
export type AnnotationWeight = "none" | "harmless" | "protective";

/** The door that a route stands behind: which controller serves it, and who can reach that controller. */
export type Entry = {
  /** The ingress class, `Gateway namespace/name`, or the object that is a door of its own; null where the default class of the cluster decides. */
  readonly class: string | null;
  readonly controller: string;
  readonly reach: Reach;
  /** False where the object leaves its reach to the default of whatever reconciles it. Absent: it is no matter of the object. */
  readonly stated?: boolean;
  /** Which of its listeners a route names, where only that and not what they do is in the repository. */
  readonly listener?: string;
  /** Its manifest is not in the repository: nothing is known of it but its name. */
  readonly missing?: true;
};

/** Where matching requests go. */
export type Backend = {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly port: string;
  /** The DNS name or address outside the cluster that it stands for. */
  readonly external?: string;
};

/** What a place in the source explains about a route. */
export type Facet = "host" | "path" | "condition" | "backend" | "entry" | "annotation" | ControlName;

/** A field of an object that a facet follows from. It may be absent from the object: then its absence is the reason. */
export interface Aspect {
  readonly resource: Resource;
  readonly path: FieldPath;
  /** The key under which it stands in `annotations`, if that is not the name of the field: `--watch-namespace` of a container's arguments. */
  readonly setting?: string;
}

/** One way in: requests for these hosts and paths at this entry go to these backends under these controls. */
export interface Route {
  /** The object that declares it. */
  readonly resource: Resource;
  readonly entry: Entry;
  readonly host: HostPattern;
  /** An alias is served only where no route names the host itself. */
  readonly via: "rule" | "server-alias" | "default-backend";
  readonly path: PathPattern;
  /**
   * What else a request must show, one text each and sorted, such as `method GET` or `header x-partner: acme`. Equal texts are
   * equal conditions; a route answers a request that shows all of them. Empty: every request.
   */
  readonly conditions: readonly string[];
  /** Explicit precedence where the controller has one: a larger number wins before any length of a path. 0 without. */
  readonly priority: number;
  readonly backends: readonly Backend[];
  readonly controls: ControlValues;
  /** Annotations and fields that may matter to this route and that no control interprets, sorted by key; values as text. */
  readonly annotations: Readonly<Record<string, string>>;
  /** How much one of those annotations or fields may matter to the controller. */
  weigh(annotation: string): AnnotationWeight;
  /** What had to be taken for granted, in sentences. */
  readonly assumptions: readonly string[];
  /** The fields that a facet follows from, the most telling first. */
  where(facet: Facet): readonly Aspect[];
}

/** The condition of requests over plain HTTP where another route answers the same ones behind TLS. */
export const plainHttpCondition = "plain HTTP";

/** Names the requests that a route answers; the same on both sides. */
export function routeKey(route: Route): string {
  const { entry, host, path, conditions } = route;
  const shared = `${entry.class ?? ""}\n${hostKey(host)}\n${pathKey(path)}\n${rankOf(route)}`;
  return conditions.length === 0 ? shared : `${shared}\n${conditions.join("\n")}`;
}

/**
 * Everything about a route that matters, without the object that declares it: equal texts mean equal routes.
 * Readers build their values with the keys in one order, so the text needs no sorting; there may be thousands of routes.
 */
export function routeMeaning(route: Route): string {
  const { entry, backends, controls, annotations, priority } = route;
  return `${routeKey(route)}\n${JSON.stringify([entry, backends, controls, annotations, priority])}`;
}

/** Default backends answer only what no rule of the host answers, and aliases only what nothing names. */
export function rankOf(route: Route): number {
  return route.via === "default-backend" ? 0 : 1;
}

/** JSON with sorted keys. */
export function stableText(value: Plain): string {
  return JSON.stringify(withSortedKeys(value));
}

function withSortedKeys(value: Plain): Plain {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return (value as readonly Plain[]).map(withSortedKeys);
  const entries = Object.entries(value as PlainObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withSortedKeys(inner)]));
}
