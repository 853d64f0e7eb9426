import type { Plain, Resource } from "../../kubernetes/resource.ts";
import type { EscalationMatch } from "../access/access-change.ts";
import type { Danger } from "../access/escalation.ts";
import type { GrantLine } from "../access/grant-lines.ts";
import type { Principal } from "../access/principal.ts";
import type { ControlName } from "../exposure/control-values.ts";
import type { HostPattern } from "../exposure/host-pattern.ts";
import type { Entry } from "../exposure/route.ts";

/** One thing that somebody has to answer for at a review: a way in, a grant, an open connection, or what nobody could look at. */
export type InventoryRow = ExposureRow | GrantRow | FlowRow | GapRow;

export interface Place {
  readonly file: string;
  /** Null where only the file is known. */
  readonly line: number | null;
}

/** What the row is about, to find its zones. */
export interface Touches {
  readonly namespaces: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[];
  /** It holds in every namespace. */
  readonly everyNamespace: boolean;
  readonly hosts: readonly string[];
}

interface Common {
  /** The views in which the same object says the same, sorted. */
  readonly views: readonly string[];
  /** `Ingress shop/web`; a generator or a file where no object is known. */
  readonly object: string;
  readonly place: Place;
  /** Further files that it follows from, such as that of the role. */
  readonly also: readonly Place[];
  readonly touches: Touches;
  /** Names the row in its view, whatever its details are. */
  readonly identity: Plain;
  /** How bad it looks: the smaller, the earlier it stands. */
  readonly rank: readonly number[];
}

/** Requests for one host that one object answers under the same protections. */
export interface ExposureRow extends Common {
  readonly section: "exposure";
  /** As written; `*` is every host that nothing else names. */
  readonly host: string;
  readonly pattern: HostPattern["kind"];
  readonly entry: Entry;
  /** What else a request must show. */
  readonly conditions: readonly string[];
  readonly paths: readonly ServedPath[];
  readonly protection: Protection;
  readonly assumptions: readonly string[];
}

export interface ServedPath {
  readonly path: string;
  readonly backends: readonly ServedBackend[];
}

export interface ServedBackend {
  /** `Service shop/web:80`. */
  readonly name: string;
  /** `Deployment shop/web`, as far as the repository declares them. */
  readonly workloads: readonly string[];
  /** What network policies say of ingress to all of these workloads. */
  readonly isolation: Isolation;
}

/** `some`: some of the pods are isolated. `unknown`: no workload is known. */
export type Isolation = "isolated" | "open" | "some" | "unknown";

/** The controls in words; null where the controller's configuration is not understood. */
export interface Protection {
  /** `n/a`: a raw port, where the edge does not look at what passes. */
  readonly tls: "yes" | "default-certificate" | "passthrough" | "no" | "unknown" | "n/a";
  readonly plainHttp: "redirected" | "closed" | "served" | "unknown" | "n/a";
  readonly authentication: "required" | "optional" | "none" | "unknown" | "n/a";
  readonly sources: "limited" | "every" | "unknown";
  /** Every control that is not as it is unconfigured. */
  readonly controls: readonly { readonly control: ControlName; readonly title: string; readonly value: string }[];
}

/** One subject of one binding, or whoever holds a role that the repository defines. */
export interface GrantRow extends Common {
  readonly section: "access";
  readonly principal: {
    readonly kind: Principal["kind"] | "workload" | "namespace";
    readonly key: string;
    readonly name: string;
  };
  readonly scope: GrantScope;
  /** `ClusterRole view`; the cloud's identity for an annotation. */
  readonly role: string;
  /** `missing`: neither the repository nor Kubernetes defines it. */
  readonly roleState: "declared" | "built-in" | "missing" | "cloud";
  /** `unknown`: nobody here can see what the role grants. `none`: it only reads what is harmless. */
  readonly power: Danger | "unknown" | "none";
  /** What it amounts to, the worst first. */
  readonly powers: readonly EscalationMatch[];
  readonly rights: readonly GrantLine[];
  /** Workloads that run as the ServiceAccount. */
  readonly workloads: readonly string[];
  readonly notes: readonly GrantNote[];
}

export type GrantScope =
  | { readonly kind: "cluster" | "cloud" }
  /** A null namespace is left to the applier of the directory. */
  | { readonly kind: "namespace"; readonly namespace: string | null; readonly directory: string };

export type GrantNote =
  /** No manifest declares the ServiceAccount. */
  | "subject-not-declared"
  /** The name of the subject is a template or encrypted. */
  | "subject-not-readable"
  /** Everybody, everybody who is logged in, or every pod. */
  | "public"
  /** Nothing in the repository binds the role. */
  | "not-bound"
  /** Whoever is bound to the built-in role, here or elsewhere. */
  | "feeds-built-in-role";

/** What network policies admit to or from some pods. */
export interface FlowRow extends Common {
  readonly section: "connectivity";
  /** The directory in parentheses where the applier fills in the namespace. */
  readonly namespace: string;
  /** `Deployment web`, `pods with app=web`, `every other pod`. */
  readonly pods: readonly string[];
  /** The workloads among them, with their namespaces. */
  readonly workloads: readonly string[];
  readonly direction: "ingress" | "egress" | "both";
  /** `not-isolated`: no policy isolates the pods, so that everything is admitted. `closed`: nothing is. */
  readonly state: "not-isolated" | "admitted" | "closed";
  /** In words, the widest first. */
  readonly peers: readonly string[];
  /** `every port`, `TCP 443`. */
  readonly ports: string;
  readonly policies: readonly string[];
  /** Workloads in the network of their node, where policies do not hold. */
  readonly onNodeNetwork: readonly string[];
  /** Directories with policies that name no namespace either, and so may select these pods once they are applied. */
  readonly perhapsIn: readonly string[];
}

/** What the inventory cannot speak of. */
export interface GapRow extends Common {
  readonly section: "gap";
  /**
   * `not-rendered`: what a generator makes is missing. `as-written`: it is listed as it was before the generator changes it.
   * `not-read`: a file. `not-understood`: an object.
   */
  readonly gap: "not-rendered" | "as-written" | "not-read" | "not-understood";
  readonly reason: string;
}

/** `Ingress shop/web`. */
export function objectName({ kind, namespace, name }: Pick<Resource, "kind" | "namespace" | "name">): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** The line of a field of an object, or of the object. */
export function placeOf(resource: Resource, path: Parameters<Resource["locate"]>[0] = []): Place {
  const { file, line } = resource.locate(path);
  return { file, line };
}

/** In the order in which people read them. */
export const inventorySections = [
  "exposure",
  "access",
  "connectivity",
  "gap",
] as const satisfies readonly InventoryRow["section"][];
