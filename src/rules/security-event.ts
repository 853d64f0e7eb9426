import type { Direction } from "../analysis/change.ts";
import type { Location } from "../kubernetes/location.ts";
import type { Plain, ResourceRef } from "../kubernetes/resource.ts";

export const severities = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof severities)[number];

export const themes = ["exposure", "access", "connectivity", "coverage", "control"] as const;
export type Theme = (typeof themes)[number];

export interface Replacement {
  /** `after`-side lines that the replacement takes the place of, both inclusive. */
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly lines: readonly string[];
}

export interface Fix {
  readonly text: string;
  /** Present where the fix is mechanical: becomes a suggestion block. */
  readonly replacement?: Replacement;
}

/** More values than a sentence holds, side by side. Cells are untrusted plain text. */
export interface EventTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One effect of a pull request on who can reach or do what. The unit that maintainers approve and the trail records. */
export interface SecurityEvent {
  /** Identifies the effect over rebases: see `fingerprint.ts`. */
  readonly id: string;
  /** One per view that the effect occurs in. An approval covers the event only if it covers every one of them. */
  readonly fingerprints: readonly string[];
  readonly rule: string;
  readonly title: string;
  readonly theme: Theme;
  readonly direction: Direction;
  readonly severity: Severity;
  /** What changed, seen from outside, for a maintainer at 17:00. Contains untrusted names: escape before publishing. */
  readonly message: string;
  readonly why: string;
  readonly resource: ResourceRef;
  /** Namespaces of the routes and services that it concerns, where these are not only the object's own. */
  readonly namespaces?: readonly string[];
  /** Zones of the policy that it concerns by the labels of its namespaces, which only the manifests tell. */
  readonly zones?: readonly string[];
  /** Present where the requests are known to come from the internet. */
  readonly reach?: "internet";
  readonly views: readonly string[];
  readonly before: Plain;
  readonly after: Plain;
  /** Stands in for `before` and `after` where people read it. */
  readonly table?: EventTable;
  /** Never empty; the first is where the annotation goes. */
  readonly locations: readonly Location[];
  readonly pci: readonly string[];
  readonly fix: Fix | null;
}
