/** The tables. Times are milliseconds since the epoch; JSON is text, so that both engines run the same SQL. */
export interface Schema {
  readonly delivery: DeliveryTable;
  readonly delivery_work: DeliveryWorkTable;
  readonly work: WorkTable;
  readonly pull_request: PullRequestTable;
  readonly published_events: PublishedEventsTable;
  readonly head_check: HeadCheckTable;
  readonly pusher: PusherTable;
  readonly override_command: OverrideCommandTable;
  readonly lease: LeaseTable;
  readonly audit_entry: AuditEntryTable;
  readonly audit_head: AuditHeadTable;
}

/** One row per webhook delivery that was answered with 202. The id is GitHub's X-GitHub-Delivery. */
interface DeliveryTable {
  id: string;
  event: string;
  action: string | null;
  /** Empty for a delivery that nothing follows from. */
  payload: string;
  received_at: number;
  processed_at: number | null;
}

/** Which work a delivery caused. `command` is what only this payload can tell, such as the text of a comment. */
interface DeliveryWorkTable {
  delivery_id: string;
  position: number;
  work_key: string;
  command: string | null;
  done_at: number | null;
}

/** A row says "this may have changed". It is deleted when its present version was looked at. */
interface WorkTable {
  key: string;
  version: number;
  due_at: number;
  attempts: number;
  lease: string | null;
  lease_until: number;
  last_error: string | null;
}

/** What was last published for a pull request. */
interface PullRequestTable {
  repository: string;
  number: number;
  head: string;
  base_ref: string;
  base: string;
  policy_sha: string;
  outcome: string;
  summary: string;
  /** Digest of the last evaluation on record and how many there were: together the key of its audit entry. */
  evaluation: string;
  evaluations: number;
  evaluated_at: number;
  comment_id: number | null;
  requested_reviewers: string;
  closed_at: number | null;
}

/** Every different set of event fingerprints that was shown for a head, in the order of publication. */
interface PublishedEventsTable {
  repository: string;
  number: number;
  head: string;
  ordinal: number;
  fingerprints: string;
  published_at: number;
}

/** The one check run of a head and how far its annotations are. `pending` may or may not have reached GitHub. */
interface HeadCheckTable {
  repository: string;
  head: string;
  check_run_id: number;
  sent: string;
  pending: string;
}

/** Who pushed a commit as the head of a pull request, as GitHub's webhook said. */
interface PusherTable {
  repository: string;
  head: string;
  person: string;
}

interface OverrideCommandTable {
  comment_id: number;
  repository: string;
  number: number;
  head: string;
  person: string;
  reason: string;
  at: number;
  expires_at: number;
}

/** A lock among all processes: whoever holds an unexpired row holds the name. */
interface LeaseTable {
  name: string;
  owner: string;
  until: number;
}

interface AuditEntryTable {
  sequence: number;
  key: string | null;
  entry: string;
}

interface AuditHeadTable {
  id: number;
  sequence: number;
  hash: string;
}
