import type { ApprovalFacts, ContributedCommit, Person, Review } from "../../src/review/approval-facts.ts";
import { parsePolicy } from "../../src/review/parse-policy.ts";
import type { PolicyResult } from "../../src/review/policy.ts";
import type { SecurityEvent } from "../../src/rules/security-event.ts";

/** Rules that policies of tests may name. */
export const knownRules: ReadonlySet<string> = new Set(["tls-removed", "host-wildcard-added", "cluster-admin-granted"]);

export const head = commit("head");
export const earlier = commit("earlier");
export const now = new Date("2026-05-04T10:00:00.000Z");

/** A commit id that a test can read. */
export function commit(name: string): string {
  return Buffer.from(name).toString("hex").padEnd(40, "0").slice(0, 40);
}

const ids = new Map<string, number>();

/** The same account for the same login. */
export function person(login: string, type: Person["type"] = "User"): Person {
  if (!ids.has(login)) ids.set(login, ids.size + 1);
  return { id: ids.get(login) as number, login, type };
}

/** A widened, high exposure event in `shop/Ingress/<name>`, unless `changes` say otherwise. */
export function event(name: string, changes: Partial<SecurityEvent> = {}): SecurityEvent {
  return {
    id: `id-${name}`,
    fingerprints: [`print-${name}`],
    rule: "tls-removed",
    title: "A public host stops using TLS",
    theme: "exposure",
    direction: "widened",
    severity: "high",
    message: `${name}.example.com no longer uses TLS`,
    why: "Requests would cross the network in clear text.",
    resource: { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "shop", name },
    views: [""],
    before: null,
    after: null,
    locations: [location("apps/shop/ingress.yaml")],
    pci: ["4.2.1"],
    fix: null,
    ...changes,
  };
}

export function location(file: string, side: "before" | "after" = "after"): SecurityEvent["locations"][number] {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 2, side, text: "" };
}

let reviewId = 0;

export function review(
  user: Person | null,
  state: Review["state"] = "APPROVED",
  commitId: string | null = head,
): Review {
  reviewId += 1;
  return { id: reviewId, user, state, commitId, submittedAt: "2026-05-04T09:00:00Z" };
}

export function contribution(...people: readonly Person[]): ContributedCommit {
  return { sha: commit("change"), people, unattributed: [] };
}

/**
 * A pull request that mona wrote and pushed alone. Teams: `teams` maps `org/slug` to its members.
 * Every login used with `person()` before has an account.
 */
export function facts(
  changes: Partial<Omit<ApprovalFacts, "teams">> & {
    readonly teams?: Readonly<Record<string, readonly Person[]>>;
  } = {},
): ApprovalFacts {
  const author = person("mona");
  return {
    author,
    lastPusher: author,
    reviews: [],
    commits: [contribution(author)],
    users: [...ids].map(([login, id]) => ({ id, login, type: "User" })),
    permissions: {},
    eventsAt: {},
    overrides: [],
    ...changes,
    teams: Object.entries(changes.teams ?? {}).map(([team, members]) => ({
      kind: "members",
      team,
      userIds: members.map(({ id }) => id),
    })),
  };
}

export function policy(text: string): PolicyResult {
  return parsePolicy(text, ".github/gatewarden.yaml", { knownRules });
}

/** One approval from team acme/edge for everything. */
export const edgeApproves = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] } }
reviews: [{ approvals: 1, from: [edge] }]
`);
