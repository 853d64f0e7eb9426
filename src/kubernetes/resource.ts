import type { Location } from "./location.ts";

/** A route of keys and list indexes into a manifest, such as `["spec", "rules", 0, "host"]`. */
export type FieldPath = readonly (string | number)[];

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };
export type PlainObject = { readonly [key: string]: Plain };

/** One Kubernetes object as the repository declares it. `data` is plain and frozen; templates stay as the strings they are. */
export interface Resource {
  readonly apiVersion: string;
  /** API group, `""` for core. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Undefined where the manifest names none: the applier (kustomize, Flux, Argo CD, kubectl) decides. */
  readonly namespace: string | undefined;
  /** `metadata.name`, or `metadata.generateName` followed by `*`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: PlainObject;
  readonly file: string;
  /** A workload on which no route depends: it matters for the pods that it makes. */
  readonly onlyPods?: boolean;
  /** The place of a field, or of its nearest ancestor that exists in the source. `[]` is the whole object. */
  locate(path: FieldPath): Location;
  /** The whole source lines of that place, at most 200 of them. */
  linesOf(path: FieldPath): readonly string[];
}

/** Names one object across commits and API versions: `group/kind/namespace/name`. The version is left out on purpose. */
export function identityOf(resource: Pick<Resource, "group" | "kind" | "namespace" | "name">): string {
  return `${resource.group}/${resource.kind}/${resource.namespace ?? ""}/${resource.name}`;
}

/** What an event says about the object it concerns. */
export interface ResourceRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

export function refOf(resource: Resource): ResourceRef {
  const { apiVersion, kind, namespace, name } = resource;
  return { apiVersion, kind, namespace: namespace ?? null, name };
}
