import type { Plain } from "../../kubernetes/resource.ts";
import type { Direction } from "../change.ts";
import type { Order } from "./containment.ts";

/** One way in which the edge protects or endangers a route. Each file of `controls/` exports one. */
export interface Control<N extends string, V extends Plain> {
  readonly name: N;
  /** The value of a route on which nothing is configured. */
  readonly none: V;
  /** How strong `after` is relative to `before`. */
  compare(before: V, after: V): Order;
  /** The value in a few words, to stand in a sentence after "is" or "was". */
  show(value: V): string;
  /** What two incomparable values mean for who gets in; unknown unless said otherwise. */
  readonly incomparable?: Direction;
}

/** Gives a control the exact type of its name and value. */
export function defineControl<const N extends string, V extends Plain>(control: Control<N, V>): Control<N, V> {
  return control;
}
