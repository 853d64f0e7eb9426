import { describe, expect, test } from "@jest/globals";
import { accessChanges } from "../../../src/analysis/access/access-changes.ts";
import { eventsOf } from "./events.ts";
import { account, binding, group, role, serviceAccount, states, user } from "./manifests.ts";

/** How changes are told without noise: every way of writing rights anew, and what a reviewer reads about it. */
const bound = binding("RoleBinding/shop/b", "ClusterRole/r", group("g"));

describe("an explicit list becomes `*`", () => {
  const before = [role("ClusterRole/r", "core secrets get,list,watch"), bound];
  const after = [role("ClusterRole/r", "core secrets *"), bound];

  test("what was held before is not gained: writing is, reading is not", () => {
    const [change] = accessChanges(states(before, after));
    const ids = change?.escalations.map(({ id }) => id);
    expect(ids).toContain("secrets-write");
    expect(ids).not.toContain("secrets-read");
  });

  test("ConfigMaps that control the cluster are among those that can be written: both are one power", () => {
    const writer = (scope: string) => [
      role("ClusterRole/r", "core configmaps create,update"),
      binding(scope, "ClusterRole/r", group("g")),
    ];
    expect(told([], writer("ClusterRoleBinding/b"))).toEqual([
      "critical gitops-control-granted: Group `g` can now write ConfigMaps that control the cluster in every namespace",
    ]);
    expect(told([], writer("RoleBinding/shop/b"))).toEqual([
      "low limited-power-granted: Group `g` can now write ConfigMaps in namespace `shop`",
    ]);
  });

  test("what takes two rights goes as far as the narrower of them", () => {
    const approver = (signer: string) => [
      role("ClusterRole/r", [
        "certificates.k8s.io certificatesigningrequests/approval update",
        `certificates.k8s.io signers approve ${signer}`,
      ]),
      binding("ClusterRoleBinding/b", "ClusterRole/r", group("g")),
    ];
    expect(told([], approver("kubernetes.io/kubelet-serving"))).toEqual([
      "high node-control-granted: Group `g` can now approve certificates of signers named `kubernetes.io/kubelet-serving`",
    ]);
    expect(told([], approver("kubernetes.io/kube-apiserver-client"))).toEqual([
      "critical node-control-granted: Group `g` can now approve certificates of signers",
    ]);
  });

  test("before and after are both shown", () => {
    const [change] = accessChanges(states(before, after));
    expect([change?.before, change?.after]).toEqual([["get, list, watch secrets"], ["do everything with secrets"]]);
  });

  test("without a power in the difference, the wildcard itself is told", () => {
    const widgets = (verbs: string) => [role("ClusterRole/r", `example.com widgets ${verbs}`), bound];
    expect(told(widgets("get,list"), widgets("*"))).toEqual([
      "low wildcard-granted: Group `g` can now do everything with widgets of example.com in namespace `shop`",
    ]);
  });

  test("`*` becomes a list: narrowed, for the record", () => {
    expect(told(after, before)).toEqual([
      "info access-removed: Group `g` can no longer do everything with secrets in namespace `shop`",
    ]);
  });
});

describe("the same rights in another text are no change", () => {
  const rules = ["core pods get,list", "apps deployments get,patch"];
  const before = [role("ClusterRole/r", rules), bound];

  test.each<[string, readonly string[], readonly string[]]>([
    [
      "a rule moves to another role",
      before,
      [
        role("ClusterRole/r", rules.slice(1)),
        role("ClusterRole/s", rules.slice(0, 1)),
        bound,
        binding("RoleBinding/shop/c", "ClusterRole/s", group("g")),
      ],
    ],
    [
      "the role is renamed",
      before,
      [role("ClusterRole/s", rules), binding("RoleBinding/shop/b", "ClusterRole/s", group("g"))],
    ],
    [
      "the ClusterRole becomes a Role of the namespace",
      before,
      [role("Role/shop/r", rules), binding("RoleBinding/shop/b", "Role/r", group("g"))],
    ],
    ["rules stand in another order", before, [role("ClusterRole/r", [...rules].reverse()), bound]],
    [
      "verbs stand in another order",
      before,
      [role("ClusterRole/r", ["core pods list,get", "apps deployments patch,get"]), bound],
    ],
    ["a rule is split", before, [role("ClusterRole/r", ["core pods get", "core pods list", ...rules.slice(1)]), bound]],
    ["a rule is repeated", before, [role("ClusterRole/r", [...rules, ...rules]), bound]],
    [
      "a binding is split",
      [before[0] ?? "", binding("RoleBinding/shop/b", "ClusterRole/r", group("g"), group("h"))],
      [...before, binding("RoleBinding/shop/c", "ClusterRole/r", group("h"))],
    ],
    ["the binding is renamed", before, [before[0] ?? "", binding("RoleBinding/shop/c", "ClusterRole/r", group("g"))]],
    ["objects stand in another order", before, [...before].reverse()],
    [
      "a ServiceAccount is written as the user that it is",
      [before[0] ?? "", binding("RoleBinding/shop/b", "ClusterRole/r", account("ci", "bot"))],
      [before[0] ?? "", binding("RoleBinding/shop/b", "ClusterRole/r", user("system:serviceaccount:ci:bot"))],
    ],
    [
      "a literal beside its wildcard goes",
      [role("ClusterRole/r", ["core pods *", "core pods get"]), bound],
      [role("ClusterRole/r", "core pods *"), bound],
    ],
    [
      "a ServiceAccount gets what everybody who is logged in has",
      [before[0] ?? "", binding("RoleBinding/shop/b", "ClusterRole/r", group("system:authenticated"))],
      [
        before[0] ?? "",
        binding("RoleBinding/shop/b", "ClusterRole/r", group("system:authenticated"), account("ci", "bot")),
      ],
    ],
    [
      "an account gets what all accounts of its namespace have",
      [before[0] ?? "", binding("RoleBinding/shop/b", "ClusterRole/r", group("system:serviceaccounts:ci"))],
      [
        before[0] ?? "",
        binding("RoleBinding/shop/b", "ClusterRole/r", group("system:serviceaccounts:ci")),
        binding("RoleBinding/shop/c", "ClusterRole/r", account("ci", "bot")),
      ],
    ],
  ])("%s", (_, from, to) => {
    expect(told(from, to)).toEqual([]);
    expect(told(to, from)).toEqual([]);
  });
});

describe("scope", () => {
  const reader = role("ClusterRole/r", "core,networking.k8s.io secrets,ingresses get");
  const here = [reader, bound, binding("RoleBinding/lab/b", "ClusterRole/r", group("g"))];
  const everywhere = [reader, binding("ClusterRoleBinding/b", "ClusterRole/r", group("g"))];

  test("RoleBindings become a ClusterRoleBinding: one event that lists the namespaces of before", () => {
    expect(told(here, everywhere)).toEqual([
      "critical scope-widened-to-cluster: Group `g` can now do in every namespace what was possible in `lab` and `shop` only, such as to read Secrets",
    ]);
  });

  test("a ClusterRoleBinding becomes RoleBindings: narrowed, nothing gained", () => {
    const changes = accessChanges(states(everywhere, here));
    expect(changes.map(({ kind, direction }) => [kind, direction])).toEqual([["lost", "narrowed"]]);
  });

  test("what becomes effective by the wider scope is news of its own", () => {
    const nodes = role("ClusterRole/r", "core nodes,pods get");
    const [change] = accessChanges(
      states([nodes, bound], [nodes, binding("ClusterRoleBinding/b", "ClusterRole/r", group("g"))]),
    );
    expect(change?.lines).toEqual([{ verbs: ["get"], groups: [""], resources: ["nodes", "pods"], names: null }]);
  });
});

describe("subjects", () => {
  const reader = role("ClusterRole/r", "core pods get");
  const boundTo = (...subjects: readonly string[]) => [
    reader,
    binding("RoleBinding/shop/b", "ClusterRole/r", ...subjects),
  ];

  test("a group replaces a user: who is in it is not known here", () => {
    expect(told(boundTo(user("alice")), boundTo(group("team")))).toEqual([
      "low access-changed: Group `team` can now get pods in namespace `shop`; in place of `alice`; who belongs to the group is decided elsewhere",
      "info access-removed: `alice` can no longer get pods in namespace `shop`",
    ]);
  });

  test("a user replaces a group", () => {
    expect(told(boundTo(group("team")), boundTo(user("alice")))).toEqual([
      "low individual-user-bound: `alice` can now get pods in namespace `shop`; in place of group `team`; who belongs to the group is decided elsewhere; `alice` is bound by name, not through a group",
      "info access-removed: Group `team` can no longer get pods in namespace `shop`",
    ]);
  });

  test("a group is added: nothing is said of its members", () => {
    expect(told(boundTo(group("a")), boundTo(group("a"), group("b")))).toEqual([
      "low access-changed: Group `b` can now get pods in namespace `shop`",
    ]);
  });

  test("a ServiceAccount is removed while three bindings go on naming it: one event", () => {
    const bindings = ["a", "b", "c"].map((name) =>
      binding(`RoleBinding/test-pods/${name}`, "ClusterRole/view", account("default", "deck")),
    );
    const accounts = [serviceAccount("default", "deck"), serviceAccount("prow", "deck")];
    expect(told([...accounts.slice(0, 1), ...bindings], [...accounts.slice(1), ...bindings])).toEqual([
      "medium subject-left-dangling: `system:serviceaccount:default:deck` is declared no more, but RoleBinding `a`, RoleBinding `b` and RoleBinding `c` in namespace `test-pods` still name it: whoever creates it gets the rights",
    ]);
    expect(
      told(
        [...accounts.slice(1), ...bindings],
        [...accounts.slice(1), ...bindings, role("ClusterRole/x", "core pods get")],
      ),
    ).toHaveLength(1);
  });

  test("an account that may be declared in any namespace is not missed", () => {
    const anywhere = "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: deck }";
    const bindings = [binding("RoleBinding/test-pods/a", "ClusterRole/view", account("default", "deck"))];
    expect(told([serviceAccount("default", "deck"), ...bindings], [anywhere, ...bindings])).toEqual([]);
  });
});

describe("names", () => {
  const named = (names: string) => [role("ClusterRole/r", `core secrets get${names}`), bound];

  test("dropped: every object instead of one", () => {
    expect(told(named(" tls"), named(""))).toEqual([
      "high resource-name-restriction-dropped: Group `g` can now read Secrets in namespace `shop`, no longer limited to `tls`",
    ]);
  });

  test("another one: only that is gained", () => {
    expect(told(named(" a"), named(" a,b"))).toEqual([
      "medium secrets-made-readable: Group `g` can now read Secrets named `b` in namespace `shop`",
    ]);
  });

  test("written again: narrowed", () => {
    expect(told(named(""), named(" tls"))).toEqual([
      "info access-removed: Group `g` can no longer get secrets in namespace `shop`",
    ]);
  });

  test.each([
    [
      "core pods list web",
      "list pods named `web` in namespace `shop`, but `list` with `resourceNames` matches only requests that select that one name",
    ],
    [
      "core pods deletecollection,get web",
      "get pods named `web` in namespace `shop`; `deletecollection` with `resourceNames` matches no request",
    ],
    [
      "example.com widgets create w",
      "create widgets of example.com named `w` in namespace `shop`, but `create` with `resourceNames` matches only a server-side apply under that name",
    ],
    ["core pods/*,pods get", "get pods in namespace `shop`; `pods/*` matches no resource"],
  ])("%s is said to be less than it seems", (rule, end) => {
    const [event] = told([role("ClusterRole/r"), bound], [role("ClusterRole/r", rule), bound]);
    expect(event).toContain(`Group \`g\` can now ${end}`);
  });

  test("what names mean to another right is not said of a power", () => {
    const after = role("ClusterRole/r", "core secrets get", "core pods list web");
    expect(told([role("ClusterRole/r"), bound], [after, bound])).toEqual([
      "high secrets-made-readable: Group `g` can now read Secrets in namespace `shop`",
    ]);
  });
});

describe("roles", () => {
  test("one that nothing binds gains a power: low, and who gets it is decided elsewhere", () => {
    expect(told([role("ClusterRole/r", "core pods get")], [role("ClusterRole/r", "core pods,secrets get")])).toEqual([
      "low latent-power-added: Whoever gets bound to ClusterRole `r` can now read Secrets",
    ]);
  });

  test.each([
    ["deployer", "medium"],
    ["team-admin", "high"],
  ])("a binding to the unknown role %s needs a review: %s", (name, severity) => {
    expect(told([], [binding("RoleBinding/shop/b", `ClusterRole/${name}`, group("g"))])).toEqual([
      `${severity} role-reference-dangling: Group \`g\` can now do whatever ClusterRole \`${name}\` allows in namespace \`shop\`, but no such role is declared here`,
    ]);
  });

  test("a binding refers to another role: what came is told once, with what the API server makes of it", () => {
    const roles = [role("ClusterRole/r", "core pods get"), role("ClusterRole/s", "core pods,events get")];
    expect(told([...roles, bound], [...roles, binding("RoleBinding/shop/b", "ClusterRole/s", group("g"))])).toEqual([
      "low role-reference-retargeted: RoleBinding `b` refers to another role than ClusterRole `r`: Group `g` can now get events in namespace `shop`",
    ]);
  });
});

describe("zones in scope of the assessment", () => {
  const zones = [
    {
      name: "cde",
      pci: "in-scope" as const,
      holds: ({ namespace, labels }: { namespace: string | null; labels: Readonly<Record<string, string>> }) =>
        namespace === "payments" || labels.zone === "cde",
      limitsCallers: false,
      approves: () => false,
    },
  ];
  const severities = (before: readonly string[], after: readonly string[]) =>
    eventsOf(before, after, zones).map(({ severity, rule }) => `${severity} ${rule}`);
  const secrets = role("ClusterRole/r", "core secrets get");

  test("rights inside weigh one step more", () => {
    expect(severities([secrets], [secrets, binding("RoleBinding/payments/b", "ClusterRole/r", group("g"))])).toEqual([
      "critical secrets-made-readable",
    ]);
    expect(severities([secrets], [secrets, bound])).toEqual(["high secrets-made-readable"]);
  });

  test("rights of an account from inside weigh one step more", () => {
    expect(
      severities([secrets], [secrets, binding("RoleBinding/shop/b", "ClusterRole/r", account("payments", "bot"))]),
    ).toEqual(["critical secrets-made-readable"]);
  });

  test("the labels of a declared Namespace count", () => {
    const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: tokens, labels: { zone: cde } }";
    expect(
      severities(
        [namespace, secrets],
        [namespace, secrets, binding("RoleBinding/tokens/b", "ClusterRole/r", group("g"))],
      ),
    ).toEqual(["critical secrets-made-readable"]);
  });

  test("an account from outside is told, one that comes from inside is not", () => {
    const of = (namespace: string) => [
      secrets,
      binding("RoleBinding/payments/b", "ClusterRole/r", account(namespace, "bot")),
    ];
    expect(severities([secrets], of("lab"))).toEqual([
      "critical cross-namespace-subject-bound",
      "critical secrets-made-readable",
    ]);
    expect(severities([secrets], of("payments"))).toEqual(["critical secrets-made-readable"]);
  });

  test("what is lost inside stays evidence", () => {
    expect(severities([secrets, binding("RoleBinding/payments/b", "ClusterRole/r", group("g"))], [secrets])).toEqual([
      "info access-removed",
    ]);
  });
});

/** Everything that a reviewer reads, severest first. */
function told(before: readonly string[], after: readonly string[]): readonly string[] {
  return eventsOf(before, after).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}
