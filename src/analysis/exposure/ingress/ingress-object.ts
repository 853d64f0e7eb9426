import type { FieldPath, Resource } from "../../../kubernetes/resource.ts";
import type { HostPattern } from "../host-pattern.ts";
import type { Backend } from "../route.ts";

/** An Ingress in one shape, whatever its API version. */
export interface IngressObject {
  readonly resource: Resource;
  /** The class by field or annotation, undefined if the object names none. */
  readonly className: string | undefined;
  readonly classField: FieldPath;
  readonly rules: readonly IngressRule[];
  readonly defaultBackend: { readonly backend: Backend; readonly field: FieldPath } | undefined;
  readonly tls: readonly IngressTls[];
}

export interface IngressRule {
  readonly host: HostPattern;
  /** The host field, or the rule where it has none. */
  readonly field: FieldPath;
  readonly paths: readonly IngressPath[];
}

export interface IngressPath {
  readonly text: string;
  readonly type: "Exact" | "Prefix" | "ImplementationSpecific";
  readonly backend: Backend | undefined;
  readonly field: FieldPath;
}

export interface IngressTls {
  /** Empty: the entry names no host and so covers all. */
  readonly hosts: readonly HostPattern[];
  readonly secret: string | undefined;
  readonly field: FieldPath;
}
