import type { Location } from "../../src/kubernetes/location.ts";
import type { Person } from "../../src/review/approval-facts.ts";
import type { Demand, ReviewPlan, Verdict } from "../../src/review/review-plan.ts";
import type { SecurityEvent } from "../../src/rules/security-event.ts";

/** A location on the head side; the range covers the text without its indentation. */
export function place(file: string, line: number, text: string, more: Partial<Location> = {}): Location {
  const column = text.length - text.trimStart().length + 1;
  return { file, line, column, endLine: line, endColumn: text.length + 1, side: "after", text, ...more };
}

export const person = (id: number, login: string): Person => ({ id, login, type: "User" });
export const alice = person(1, "alice");
export const bob = person(2, "bob");
export const mallory = person(666, "mallory");

/** An event with everything that does not matter filled in. */
export function sampleEvent(event: Partial<SecurityEvent> & Pick<SecurityEvent, "id">): SecurityEvent {
  return {
    fingerprints: [event.id],
    rule: "tls-removed",
    title: "A public host stops using TLS",
    theme: "exposure",
    direction: "widened",
    severity: "high",
    message: "shop.example.com no longer uses TLS",
    why: "Requests to the host, including cookies and tokens, would cross the network in clear text.",
    resource: { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "shop", name: "shop" },
    views: [""],
    before: null,
    after: null,
    locations: [place("apps/shop/ingress.yaml", 7, "  rules:")],
    pci: ["4.2.1"],
    fix: { text: "Keep the host in `spec.tls`, or remove the route together with its certificate." },
    ...event,
  };
}

export const clusterAdminGranted = sampleEvent({
  id: "c1a5".repeat(16),
  rule: "cluster-admin-granted",
  title: "Someone gets full control of the cluster",
  theme: "access",
  severity: "critical",
  message: "Group oncall may do everything in the whole cluster",
  why: "Whoever is in the group can read every secret, run anything on every node and grant themselves more.",
  resource: {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    namespace: null,
    name: "oncall-admin",
  },
  views: ["prod", "staging"],
  before: null,
  after: "cluster-admin",
  locations: [
    place("clusters/base/rbac.yaml", 14, "  name: cluster-admin"),
    place("clusters/base/rbac.yaml", 9, "  - kind: Group"),
  ],
  pci: ["7.2.1", "7.2.2"],
  fix: { text: "Bind a role that lists only what the group needs, in the namespaces where it needs it." },
});

export const hostWildcardAdded = sampleEvent({
  id: "b0b0".repeat(16),
  rule: "host-wildcard-added",
  title: "A route starts to serve every host of a domain",
  severity: "high",
  message: "Every host under shop.example.com becomes public, served by shop/web:80",
  why: "Names that nobody registered with the service reach it, including ones that other teams rely on being unused.",
  before: "shop.example.com",
  after: "*.shop.example.com",
  locations: [place("apps/shop/ingress.yaml", 8, '    - host: "*.shop.example.com"', { column: 13 })],
  pci: ["1.2.5", "2.2.4"],
  fix: {
    text: "List the hosts that the service needs.",
    replacement: { file: "apps/shop/ingress.yaml", startLine: 8, endLine: 8, lines: ["    - host: shop.example.com"] },
  },
});

export const sourceRangeRemoved = sampleEvent({
  id: "5aaf".repeat(16),
  rule: "source-range-removed",
  title: "A route loses its list of allowed source addresses",
  severity: "high",
  message: "shop.example.com/admin can be reached from every address, no longer only from 10.0.0.0/8",
  why: "The allow-list was the only thing between the internet and these paths.",
  before: ["10.0.0.0/8", "192.168.0.0/16"],
  after: null,
  locations: [
    place(
      "apps/shop/ingress.yaml",
      6,
      "    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8,192.168.0.0/16",
      {
        side: "before",
      },
    ),
    place("apps/shop/ingress.yaml", 5, "  annotations:"),
  ],
  pci: ["1.3.1"],
  fix: { text: "Put the annotation back, or show what protects the paths instead." },
});

export const manifestNotUnderstood = sampleEvent({
  id: "d00d".repeat(16),
  rule: "manifest-not-understood",
  title: "A file that seems to hold protected objects cannot be read",
  theme: "coverage",
  direction: "unknown",
  severity: "medium",
  message: "apps/blog/ingress.yaml cannot be read: it seems to hold an Ingress",
  why: "What cannot be read cannot be judged, so somebody has to look.",
  resource: { apiVersion: "", kind: "File", namespace: null, name: "apps/blog/ingress.yaml" },
  before: null,
  after: "bad indentation of a mapping entry",
  locations: [place("apps/blog/ingress.yaml", 3, "   name: blog")],
  pci: [],
  fix: null,
});

export const accessNarrowed = sampleEvent({
  id: "a110".repeat(16),
  rule: "access-changed",
  title: "Permissions change",
  theme: "access",
  direction: "narrowed",
  severity: "info",
  message: "Service account ci/deployer may no longer delete deployments in shop",
  why: "Recorded as evidence.",
  resource: { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", namespace: "shop", name: "deployer" },
  before: "delete deployments",
  after: null,
  locations: [place("apps/shop/role.yaml", 12, '  verbs: ["get", "list", "update"]')],
  pci: ["7.2.2"],
  fix: null,
});

export const defaultDenyRemoved = sampleEvent({
  id: "deaf".repeat(16),
  rule: "default-deny-removed",
  title: "A namespace stops denying traffic by default",
  severity: "medium",
  message: "Pods in legacy accept traffic from every pod",
  resource: { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", namespace: "legacy", name: "default-deny" },
  locations: [place("apps/legacy/deny.yaml", 1, "apiVersion: networking.k8s.io/v1", { side: "before" })],
  before: "denied",
  after: "allowed",
  pci: ["1.4.1"],
});

export function demand(more: Partial<Demand> & Pick<Demand, "id" | "label">): Demand {
  return { groups: [], approvalsNeeded: 1, approvedBy: [], satisfied: false, eventIds: [], openEventIds: [], ...more };
}

export const noVerdict: Verdict = {
  outcome: "pass",
  summary: "Nothing needs a review",
  demands: [],
  counted: [],
  rejected: [],
  waived: [],
  forbidden: [],
  override: null,
  problems: [],
};

/** Nothing changed in effect. */
export const quietPlan: ReviewPlan = {
  base: "1f".repeat(20),
  head: "2e".repeat(20),
  policySha: "9c".repeat(32),
  events: [],
  verdict: noVerdict,
  reviewers: { users: [], teams: [] },
  skipped: [],
  stats: { changedFiles: 3, manifests: 214, views: 2 },
};

/** A Friday afternoon: two maintainers are missing, one approval counts, two do not. */
export const samplePlan: ReviewPlan = {
  ...quietPlan,
  events: [accessNarrowed, manifestNotUnderstood, hostWildcardAdded, clusterAdminGranted, sourceRangeRemoved],
  verdict: {
    ...noVerdict,
    outcome: "needs-review",
    summary:
      "Needs 1 approval from edge (@acme/edge) for 2 events; 2 approvals from security (@acme/security, @alice) for 1 event",
    demands: [
      demand({
        id: "0",
        label: "1 approval from edge (@acme/edge)",
        groups: ["edge"],
        eventIds: [hostWildcardAdded.id, sourceRangeRemoved.id],
        openEventIds: [hostWildcardAdded.id, sourceRangeRemoved.id],
      }),
      demand({
        id: "1",
        label: "2 approvals from security (@acme/security, @alice)",
        groups: ["security"],
        approvalsNeeded: 2,
        approvedBy: [{ person: alice, reviewId: 11, commitId: "2e".repeat(20), eventIds: [clusterAdminGranted.id] }],
        eventIds: [clusterAdminGranted.id],
        openEventIds: [clusterAdminGranted.id],
      }),
      demand({
        id: "2",
        label: "1 approval from platform (@acme/platform)",
        groups: ["platform"],
        approvedBy: [{ person: bob, reviewId: 12, commitId: "2e".repeat(20), eventIds: [manifestNotUnderstood.id] }],
        satisfied: true,
        eventIds: [manifestNotUnderstood.id],
      }),
    ],
    counted: [
      { person: alice, reviewId: 11, commitId: "2e".repeat(20), eventIds: [clusterAdminGranted.id] },
      { person: bob, reviewId: 12, commitId: "2e".repeat(20), eventIds: [manifestNotUnderstood.id] },
    ],
    rejected: [
      {
        person: mallory,
        reviewId: 13,
        demand: "0",
        reason: "not-a-maintainer",
        explanation: "mallory is not among the people who must approve.",
      },
      {
        person: null,
        reviewId: 14,
        demand: null,
        reason: "deleted-account",
        explanation: "An approval by a deleted account does not count.",
      },
    ],
  },
  reviewers: { users: [], teams: ["acme/edge", "acme/security"] },
  skipped: [
    { path: "apps/blog/ingress.yaml", reason: "bad indentation of a mapping entry at line 3" },
    { path: "charts/web/templates/ingress.yaml", reason: "template of a chart" },
  ],
  stats: { changedFiles: 5, manifests: 214, views: 2 },
};

/** The policy on the base branch is broken: nobody can say who must approve. */
export const invalidPolicyPlan: ReviewPlan = {
  ...samplePlan,
  verdict: {
    ...noVerdict,
    outcome: "blocked",
    summary: "The policy on the base branch is not valid",
    problems: [{ file: ".github/gatewarden.yaml", line: 4, column: 3, message: 'unknown key "reviewz"' }],
  },
  reviewers: { users: [], teams: [] },
};

/** Everything that a manifest, a login or a path could try, in every field that comes from outside. */
export function hostilePlan(text: string): ReviewPlan {
  const event = sampleEvent({
    id: "bad0".repeat(16),
    message: `${text} becomes public`,
    resource: { apiVersion: text, kind: text, namespace: text, name: text },
    views: [text],
    before: text,
    after: { hosts: [text] },
    locations: [place(text, 1, text), place(text, 2, text, { side: "before" })],
    fix: { text, replacement: { file: text, startLine: 1, endLine: 1, lines: [text] } },
  });
  const noted = { ...event, id: "bad1".repeat(16), severity: "info", direction: "narrowed" } as const;
  const waived = { ...event, id: "bad2".repeat(16) };
  return {
    ...quietPlan,
    events: [event, noted, waived],
    verdict: {
      ...noVerdict,
      outcome: "needs-review",
      summary: text,
      demands: [
        demand({
          id: "0",
          label: text,
          groups: [text],
          approvedBy: [{ person: { ...bob, login: text }, reviewId: 2, commitId: text, eventIds: [event.id] }],
          eventIds: [event.id],
          openEventIds: [event.id],
        }),
      ],
      counted: [{ person: { ...bob, login: text }, reviewId: 2, commitId: text, eventIds: [event.id] }],
      rejected: [
        { person: { ...bob, login: text }, reviewId: 1, demand: "0", reason: "not-a-maintainer", explanation: text },
      ],
      waived: [{ eventId: waived.id, waiver: text }],
      override: { by: { ...bob, login: text }, reason: text, expiresAt: text },
      problems: [{ file: text, line: 1, column: 1, message: text }],
    },
    reviewers: { users: [text], teams: [text] },
    skipped: [{ path: text, reason: text }],
  };
}
