import type { Resource } from "../../kubernetes/resource.ts";
import type { ControlValues } from "./control-values.ts";
import type { AnnotationWeight, Aspect, Facet, Reach } from "./route.ts";

/**
 * Settings that count for requests which no single route names: the defaults of a controller, a listener as such, the mesh
 * policy of a namespace, a permission to refer across namespaces. Compared by key; on a side where the key is missing every
 * control has the value of nothing configured (`none`), unless `within` or `otherwise` say more.
 */
export interface Scope {
  /** The same on both sides for the same subject, such as `ingress-nginx defaults ingress/controller`. */
  readonly key: string;
  /** The subject as a message names it, Markdown code marks included: "every host of ingress-nginx `ingress/controller`". */
  readonly label: string;
  readonly resource: Resource;
  readonly reach: Reach;
  /** Only the controls that the subject decides. */
  readonly controls: ControlValues;
  /** Keys of wider scopes, the closest first: on a side where this scope is missing, the first of them that is there counts for its subject. */
  readonly within?: readonly string[];
  /** What counts on a side where neither this scope nor a wider one is there, as far as that is not nothing configured. */
  readonly otherwise?: ControlValues;
  /** That it is gone is no change: what used it says so. */
  readonly endsQuietly?: true;
  /** Fields and keys that no control interprets, sorted by key; values as text. */
  readonly annotations: Readonly<Record<string, string>>;
  weigh(annotation: string): AnnotationWeight;
  readonly assumptions: readonly string[];
  where(facet: Facet): readonly Aspect[];
}
