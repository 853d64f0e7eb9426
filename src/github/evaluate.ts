import type { ApprovalFacts, Override, Person, Review } from "../review/approval-facts.ts";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { ReviewInput } from "../review-pull-request.ts";
import type { PublishedEvents, ReviewRecords } from "../storage/review-records.ts";
import { readPeople } from "./approval-facts.ts";
import type { Octokit } from "./client.ts";
import { commitsNeverShown, eventsAtCommits, withEventsSeen } from "./events-seen.ts";
import type { LivePullRequest } from "./live-pull-request.ts";
import { readCodeowners, readPolicy } from "./policy-source.ts";
import type { Core, GitRepository } from "./ports.ts";
import type { RepositoryAt } from "./work-key.ts";

export interface EvaluationContext {
  readonly octokit: Octokit;
  readonly git: GitRepository;
  readonly core: Core;
  readonly records: ReviewRecords;
  readonly now: Date;
}

/** Reads what the verdict depends on and asks the core. Changes nothing on GitHub. */
export async function evaluate(
  context: EvaluationContext,
  at: RepositoryAt,
  live: LivePullRequest,
  baseTip: string,
): Promise<ReviewPlan> {
  const { git, core, octokit } = context;
  await git.fetch([baseTip, live.head]);
  const [base, policy, codeowners] = await Promise.all([
    mergeBase(git, baseTip, live.head),
    readPolicy(octokit, at, git.tree, baseTip, core),
    readCodeowners(git.tree, baseTip),
  ]);
  const input: ReviewInput = {
    tree: git.tree,
    base,
    head: live.head,
    policy,
    codeowners,
    approvals: null,
    now: context.now,
  };
  const withoutPeople = await core.review(input);
  // Nine of ten pull requests need nobody: for them GitHub is not asked about people.
  if (withoutPeople.verdict.outcome === "pass" || policy.kind === "invalid") return withoutPeople;

  const people = await readPeople(octokit, at, live, core.neededFacts(policy, withoutPeople.events, codeowners));
  const published = await publishedEvents(context, at, { ...input, baseTip, plan: withoutPeople, ...people, live });
  const approvals: ApprovalFacts = {
    ...people,
    author: live.author,
    lastPusher: await lastPusher(context.records, at, live.head),
    reviews: withEventsSeen(people.reviews, published),
    eventsAt: eventsAtCommits(published),
    overrides: await overrides(context.records, at, live),
  };
  return core.review({ ...input, approvals });
}

/** Fingerprints that an approval of the whole plan covers. */
export function fingerprintsOf(plan: ReviewPlan): string[] {
  return plan.events.flatMap((event) => event.fingerprints);
}

// Without a common ancestor everything on the base branch counts as removed: more events, never fewer.
async function mergeBase(git: GitRepository, tip: string, head: string): Promise<string> {
  return (await git.mergeBase(tip, head)) ?? tip;
}

interface Known extends ReviewInput {
  readonly baseTip: string;
  readonly plan: ReviewPlan;
  readonly reviews: readonly Review[];
  readonly live: LivePullRequest;
}

/** What was shown at every commit; for approvals that were faster than we are, what their commit would have shown. */
async function publishedEvents(
  context: EvaluationContext,
  at: RepositoryAt,
  known: Known,
): Promise<readonly PublishedEvents[]> {
  const { records, git } = context;
  const repository = `${at.owner}/${at.repo}`;
  const published = await records.publishedEvents(repository, known.live.number);
  const added: PublishedEvents[] = [];
  for (const commit of commitsNeverShown(known.reviews, published)) {
    if (commit === known.live.head)
      added.push({ head: commit, fingerprints: fingerprintsOf(known.plan), publishedAt: 0 });
    else if (await git.has(commit)) added.push(await eventsOf(context, known, commit));
  }
  // Kept, so that a later rule or policy cannot make an old approval cover what did not exist at the time.
  for (const events of added) await records.savePublishedEvents(repository, known.live.number, events);
  return [...added, ...published];
}

async function eventsOf({ core, git }: EvaluationContext, known: Known, commit: string): Promise<PublishedEvents> {
  const { tree, policy, codeowners, now } = known;
  const base = await mergeBase(git, known.baseTip, commit);
  const plan = await core.review({ tree, base, head: commit, policy, codeowners, approvals: null, now });
  return { head: commit, fingerprints: fingerprintsOf(plan), publishedAt: 0 };
}

async function lastPusher(records: ReviewRecords, at: RepositoryAt, head: string): Promise<Person | null> {
  const person = await records.pusher(`${at.owner}/${at.repo}`, head);
  return person === null ? null : (JSON.parse(person) as Person);
}

async function overrides(records: ReviewRecords, at: RepositoryAt, live: LivePullRequest): Promise<Override[]> {
  const commands = await records.overrides(`${at.owner}/${at.repo}`, live.number, live.head);
  return commands.map((command) => ({
    by: JSON.parse(command.person) as Person,
    commit: command.head,
    reason: command.reason,
    at: new Date(command.at).toISOString(),
    expiresAt: new Date(command.expiresAt).toISOString(),
  }));
}
