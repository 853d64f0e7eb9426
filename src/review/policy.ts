import type { Direction } from "../analysis/change.ts";
import type { Severity, Theme } from "../rules/security-event.ts";

/** The policy after validation and defaults. How it is written: DESIGN of `.github/gatewarden.yaml`, policy-schema.ts. */
export interface Policy {
  /** sha256 of the policy text (hex), or "default" without a file. Every verdict and audit entry names it. */
  readonly sha: string;
  readonly source: "file" | "default";
  /** Path of the file, null for the default. */
  readonly file: string | null;
  readonly zones: readonly Zone[];
  readonly maintainers: Readonly<Record<string, MaintainerGroup>>;
  /** All entries that match an event must be satisfied. Events that match none may need the default review: see demands.ts. */
  readonly reviews: readonly ReviewRequirement[];
  readonly rules: Readonly<Record<string, RuleOverride>>;
  readonly waivers: readonly Waiver[];
  readonly controllers: Readonly<Record<string, ControllerOverride>>;
  readonly views: readonly PolicyView[];
  readonly approvals: {
    readonly bindTo: "events" | "commit";
    readonly emergency: MaintainerGroup | null;
    /** Extra distinct approvals that an unattributable commit costs. */
    readonly unattributed: number;
  };
  /** Where the file names a team (`org/slug`) first, to say which line is wrong when GitHub does not know the team. */
  readonly places?: Readonly<Record<string, { readonly line: number; readonly column: number }>>;
}

export interface Zone {
  readonly name: string;
  readonly pci: "in-scope" | "connected" | "out" | null;
  readonly namespaces: readonly string[];
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  /** Labels of namespaces, as `key=value` or `key`. */
  readonly labels?: readonly string[];
  /** Who may connect to it: `namespace`, `namespace/workload` or `zone:name`. Absent: the zone does not limit its callers. */
  readonly callers?: readonly string[];
}

/** `teams` are `org/slug`; `users` are logins. `codeowners: true` means the owners of the touched file (default policy). */
export interface MaintainerGroup {
  readonly teams: readonly string[];
  readonly users: readonly string[];
  readonly codeowners?: boolean;
}

export interface ReviewRequirement {
  readonly when: {
    readonly theme?: readonly Theme[];
    /** Absent: widened and unknown. */
    readonly direction?: readonly Direction[] | "any";
    /** The lowest severity that the entry applies to. Absent: medium, or info where `direction` asks for narrowed or neutral. */
    readonly severity?: Severity;
    readonly zone?: readonly string[];
    readonly rule?: readonly string[];
    readonly paths?: readonly string[];
  };
  readonly approvals: number;
  /** Names of maintainer groups; approvals may come from any of them. */
  readonly from: readonly string[];
  /** The people who satisfy this entry may not be the ones who satisfy another entry that is also distinct. */
  readonly distinct: boolean;
}

export interface RuleOverride {
  readonly severity?: Severity;
  /** Cannot be approved, only waived. */
  readonly forbid?: boolean;
}

export interface Waiver {
  readonly rule: string;
  /** `namespace/Kind/name`, or `Kind/name` without a namespace; `*` is a wildcard inside each part. */
  readonly resource: string;
  /** Last day (UTC, YYYY-MM-DD) on which it holds. */
  readonly until: string;
  readonly reason: string;
  readonly approvedBy: string;
}

export interface ControllerOverride {
  readonly controller: string;
  readonly reach?: "internet" | "private-network" | "node" | "cluster" | "unknown";
}

export interface PolicyView {
  readonly name: string;
  readonly paths: readonly string[];
}

/** Where a policy text is wrong. Lines and columns count from 1. */
export interface PolicyProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type PolicyResult =
  | { readonly kind: "policy"; readonly policy: Policy }
  | { readonly kind: "invalid"; readonly problems: readonly PolicyProblem[]; readonly sha: string };
