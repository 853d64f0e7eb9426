import type { AuditTrail } from "../audit/audit-trail.ts";
import type { ReviewRecords } from "../storage/review-records.ts";
import type { GitHub } from "./client.ts";
import type { Command } from "./command.ts";
import type { Leases } from "./exclusive.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Core, OpenRepository } from "./ports.ts";
import type { WorkKey } from "./work-key.ts";

/** Everything that a review of a live pull request needs. */
export interface ReviewContext {
  readonly github: GitHub;
  readonly core: Core;
  readonly openRepository: OpenRepository;
  readonly records: ReviewRecords;
  readonly trail: AuditTrail;
  readonly leases: Leases;
  readonly log: Log;
  readonly metrics: Metrics;
  now(): Date;
  /** Marks work as dirty; with `recheck`, checks are written again even if nothing changed. */
  addWork(keys: readonly WorkKey[], options?: { readonly recheck: boolean }): Promise<void>;
}

export interface ReviewJob {
  readonly key: WorkKey & { readonly kind: "pull-request" };
  readonly commands: readonly Command[];
  /** Failed attempts before this one. */
  readonly attempts: number;
  /** Throws when the work was taken from us. */
  stillOurs(): void;
}

/** `owner/repo`, as records and audit entries name it. */
export function nameOf({ key }: ReviewJob): string {
  return `${key.owner}/${key.repo}`;
}

/** Whoever writes the check of a head holds this name. */
export function headLock(job: ReviewJob, head: string): string {
  return `head:${nameOf(job)}@${head}`;
}
