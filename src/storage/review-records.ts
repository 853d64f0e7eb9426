import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** What was last published for a pull request. Times are milliseconds since the epoch. */
export interface PullRequestRecord {
  /** `owner/repo`. */
  readonly repository: string;
  readonly number: number;
  readonly head: string;
  readonly baseRef: string;
  /** The merge base that the head was compared with. */
  readonly base: string;
  readonly policySha: string;
  readonly outcome: string;
  readonly summary: string;
  /** Digest of the evaluation, and how many different ones came before or with it. */
  readonly evaluation: string;
  readonly evaluations: number;
  readonly evaluatedAt: number;
  readonly commentId: number | null;
  /** Who was asked to review this head: logins, and teams as `org/slug`. */
  readonly requestedReviewers: readonly string[];
  readonly closedAt: number | null;
}

/** The events that a publication showed to everybody who looked at the head. */
export interface PublishedEvents {
  readonly head: string;
  readonly fingerprints: readonly string[];
  readonly publishedAt: number;
}

/** The check run of a head. Of `pending` it is unknown whether GitHub got them. */
export interface HeadCheck {
  readonly checkRunId: number;
  /** Digests of annotations, in the order in which they were sent. */
  readonly sent: readonly string[];
  readonly pending: readonly string[];
}

/** A stored break-glass command; `person` is JSON that the caller wrote. */
export interface OverrideCommand {
  readonly commentId: number;
  readonly repository: string;
  readonly number: number;
  readonly head: string;
  readonly person: string;
  readonly reason: string;
  readonly at: number;
  readonly expiresAt: number;
}

export class ReviewRecords {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async pullRequest(repository: string, number: number): Promise<PullRequestRecord | null> {
    const query = this.#db.selectFrom("pull_request").selectAll().where("repository", "=", repository);
    const row = await query.where("number", "=", number).executeTakeFirst();
    return row ? toRecord(row) : null;
  }

  /** Pull requests that were open when last seen. */
  async openPullRequests(repository: string): Promise<readonly PullRequestRecord[]> {
    const query = this.#db.selectFrom("pull_request").selectAll().where("repository", "=", repository);
    return (await query.where("closed_at", "is", null).orderBy("number").execute()).map(toRecord);
  }

  /** Those of them whose last verdict was for this head. */
  async openPullRequestsAt(repository: string, head: string): Promise<readonly PullRequestRecord[]> {
    const query = this.#db.selectFrom("pull_request").selectAll().where("repository", "=", repository);
    const open = query.where("head", "=", head).where("closed_at", "is", null).orderBy("number");
    return (await open.execute()).map(toRecord);
  }

  async savePullRequest(record: PullRequestRecord): Promise<void> {
    const { repository, number, ...rest } = toRow(record);
    await this.#db
      .insertInto("pull_request")
      .values({ repository, number, ...rest })
      .onConflict((conflict) => conflict.columns(["repository", "number"]).doUpdateSet(rest))
      .execute();
  }

  async closePullRequest(repository: string, number: number, closedAt: number): Promise<void> {
    const row = this.#db.updateTable("pull_request").set({ closed_at: closedAt }).where("repository", "=", repository);
    await row.where("number", "=", number).execute();
  }

  /** In the order of publication. */
  async publishedEvents(repository: string, number: number): Promise<readonly PublishedEvents[]> {
    const rows = await this.#db
      .selectFrom("published_events")
      .selectAll()
      .where("repository", "=", repository)
      .where("number", "=", number)
      .orderBy("published_at")
      .orderBy("ordinal")
      .execute();
    return rows.map((row) => ({
      head: row.head,
      fingerprints: JSON.parse(row.fingerprints) as string[],
      publishedAt: row.published_at,
    }));
  }

  /** Keeps the set unless it equals the last one of this head. */
  async savePublishedEvents(repository: string, number: number, events: PublishedEvents): Promise<void> {
    const { head, publishedAt } = events;
    const fingerprints = JSON.stringify([...new Set(events.fingerprints)].sort());
    const last = await this.#db
      .selectFrom("published_events")
      .select(["ordinal", "fingerprints"])
      .where("repository", "=", repository)
      .where("number", "=", number)
      .where("head", "=", head)
      .orderBy("ordinal", "desc")
      .limit(1)
      .executeTakeFirst();
    if (last?.fingerprints === fingerprints) return;
    const ordinal = (last?.ordinal ?? 0) + 1;
    const row = { repository, number, head, ordinal, fingerprints, published_at: publishedAt };
    await this.#db.insertInto("published_events").values(row).execute();
  }

  async headCheck(repository: string, head: string): Promise<HeadCheck | null> {
    const query = this.#db.selectFrom("head_check").selectAll().where("repository", "=", repository);
    const row = await query.where("head", "=", head).executeTakeFirst();
    if (!row) return null;
    const { check_run_id: checkRunId } = row;
    return { checkRunId, sent: JSON.parse(row.sent) as string[], pending: JSON.parse(row.pending) as string[] };
  }

  async saveHeadCheck(repository: string, head: string, check: HeadCheck): Promise<void> {
    const row = {
      check_run_id: check.checkRunId,
      sent: JSON.stringify(check.sent),
      pending: JSON.stringify(check.pending),
    };
    await this.#db
      .insertInto("head_check")
      .values({ repository, head, ...row })
      .onConflict((conflict) => conflict.columns(["repository", "head"]).doUpdateSet(row))
      .execute();
  }

  /** JSON of the person who pushed the commit, as the caller wrote it. */
  async pusher(repository: string, head: string): Promise<string | null> {
    const query = this.#db.selectFrom("pusher").select("person").where("repository", "=", repository);
    return (await query.where("head", "=", head).executeTakeFirst())?.person ?? null;
  }

  async savePusher(repository: string, head: string, person: string): Promise<void> {
    await this.#db
      .insertInto("pusher")
      .values({ repository, head, person })
      .onConflict((conflict) => conflict.columns(["repository", "head"]).doUpdateSet({ person }))
      .execute();
  }

  /** A comment is a command once: what it was bound to at first stays. */
  async saveOverride(command: OverrideCommand): Promise<void> {
    const { commentId, expiresAt, ...rest } = { ...command, reason: command.reason.replaceAll("\0", " ") };
    await this.#db
      .insertInto("override_command")
      .values({ comment_id: commentId, expires_at: expiresAt, ...rest })
      .onConflict((conflict) => conflict.column("comment_id").doNothing())
      .execute();
  }

  async overrides(repository: string, number: number, head: string): Promise<readonly OverrideCommand[]> {
    const rows = await this.#db
      .selectFrom("override_command")
      .selectAll()
      .where("repository", "=", repository)
      .where("number", "=", number)
      .where("head", "=", head)
      .orderBy("at")
      .execute();
    return rows.map(({ comment_id, expires_at, ...rest }) => ({
      commentId: comment_id,
      expiresAt: expires_at,
      ...rest,
    }));
  }
}

type PullRequestRow = Schema["pull_request"];

function toRecord(row: PullRequestRow): PullRequestRecord {
  return {
    repository: row.repository,
    number: row.number,
    head: row.head,
    baseRef: row.base_ref,
    base: row.base,
    policySha: row.policy_sha,
    outcome: row.outcome,
    summary: row.summary,
    evaluation: row.evaluation,
    evaluations: row.evaluations,
    evaluatedAt: row.evaluated_at,
    commentId: row.comment_id,
    requestedReviewers: JSON.parse(row.requested_reviewers) as string[],
    closedAt: row.closed_at,
  };
}

function toRow(record: PullRequestRecord): PullRequestRow {
  return {
    repository: record.repository,
    number: record.number,
    head: record.head,
    base_ref: record.baseRef,
    base: record.base,
    policy_sha: record.policySha,
    outcome: record.outcome,
    // PostgreSQL refuses the null character.
    summary: record.summary.replaceAll("\0", " "),
    evaluation: record.evaluation,
    evaluations: record.evaluations,
    evaluated_at: record.evaluatedAt,
    comment_id: record.commentId,
    requested_reviewers: JSON.stringify(record.requestedReviewers),
    closed_at: record.closedAt,
  };
}
