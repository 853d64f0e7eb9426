import type { AccessChange } from "../analysis/access/access-change.ts";
import type { Direction } from "../analysis/change.ts";
import type { ConnectivityChange } from "../analysis/connectivity/connectivity-change.ts";
import type { ZoneDefinition } from "../analysis/connectivity/zone-facts.ts";
import type { ControlChange } from "../analysis/control/control-change.ts";
import type { CoverageChange } from "../analysis/coverage/coverage-change.ts";
import type { ExposureChange } from "../analysis/exposure/exposure-change.ts";
import type { PrivilegeChange } from "../analysis/privilege/privilege-change.ts";
import type { Location } from "../kubernetes/location.ts";
import type { Plain } from "../kubernetes/resource.ts";
import type { EventTable, Fix, Severity, Theme } from "./security-event.ts";

/** The topic of a rule decides which changes it is shown. */
export interface ChangeByTopic {
  exposure: ExposureChange;
  access: AccessChange;
  privilege: PrivilegeChange;
  connectivity: ConnectivityChange;
  coverage: CoverageChange;
  control: ControlChange;
}
export type Topic = keyof ChangeByTopic;

/** What reviewers and the policy know a topic as: what a pod may be and do is a matter of access, whether RBAC says it or not. */
export function themeOf(topic: Topic): Theme {
  return topic === "privilege" ? "access" : topic;
}

/** What a rule found in one change. Whatever is left out is taken from the rule or the change. */
export interface Finding {
  readonly message: string;
  /** One of the rule's `cases`, where the severity depends on a documented circumstance. */
  readonly case?: string;
  readonly direction?: Direction;
  readonly effect?: Plain;
  readonly before?: Plain;
  readonly after?: Plain;
  readonly because?: readonly Location[];
  readonly fix?: Fix;
  readonly table?: EventTable;
}

export interface Example {
  readonly title: string;
  /**
   * A diff as a reviewer would read it: lines start with ` `, `+` or `-`. A line `@@ path/to/file.yaml` starts a file
   * (default `manifest.yaml`). Common indentation of the template literal is stripped.
   */
  readonly diff: string;
  /** The zones of the policy, where the rule depends on them. */
  readonly zones?: Readonly<Record<string, ZoneDefinition>>;
  /** The messages of this rule that the diff causes, in order; empty for a near miss. */
  readonly events: readonly string[];
}

export interface Rule<T extends Topic = Topic> {
  /** What the pull request did, in the past tense. Permanent: the audit trail quotes it. */
  readonly id: string;
  readonly title: string;
  readonly topic: T;
  readonly severity: Severity;
  /** Documented circumstances that move the severity, by zone, scope or reach only. */
  readonly cases?: Readonly<Record<string, { readonly severity: Severity; readonly when: string }>>;
  /** PCI DSS v4.0.1 requirement numbers; their titles are in pci-dss.ts. */
  readonly pci: readonly string[];
  readonly why: string;
  readonly whatToDo: string;
  /** What the change took from or added to the manifest is undone to fix it: offered as a replacement of lines where that is mechanical. */
  readonly fixedByRestoring?: true;
  /** A generic rule: it is shown only the changes in which no other rule found anything. */
  readonly fallback?: true;
  /** A string is a finding with just that message. Nothing found: undefined. */
  check(change: ChangeByTopic[T]): string | Finding | readonly Finding[] | undefined;
  readonly examples: readonly Example[];
}

/** Gives `check` the type of its topic's changes. */
export function defineRule<T extends Topic>(rule: Rule<T>): Rule<T> {
  return rule;
}
