import { describe, expect, test } from "@jest/globals";
import { accessChanges } from "../../../src/analysis/access/access-changes.ts";
import { sayLine } from "../../../src/analysis/access/grant-lines.ts";
import { eventsOf } from "./events.ts";
import { account, aggregatedTo, binding, group, role, states, user } from "./manifests.ts";

const inShop = binding("RoleBinding/shop/b", "ClusterRole/r", group("g"));
const everywhere = binding("ClusterRoleBinding/b", "ClusterRole/r", group("g"));

describe("what a rule matches", () => {
  test("`bind` is checked on roles and clusterroles, not on bindings", () => {
    expect(escalations("rbac.authorization.k8s.io clusterroles bind")).toContain("bind");
    expect(escalations("rbac.authorization.k8s.io roles bind")).toContain("bind");
    expect(escalations("rbac.authorization.k8s.io rolebindings,clusterrolebindings bind")).not.toContain("bind");
  });

  test("`escalate` counts on clusterroles as on roles", () => {
    expect(escalations("rbac.authorization.k8s.io clusterroles escalate", everywhere)).toContain("escalate");
    expect(escalations("rbac.authorization.k8s.io roles escalate")).toContain("escalate");
  });

  test("`pods/*` is a literal that matches nothing; `*/exec` is valid", () => {
    expect(lines("core pods/* create")).toEqual([]);
    expect(escalations("core pods/* create")).toEqual([]);
    expect(escalations("core */exec create")).toContain("pods-exec");
  });

  test("`pods` does not include `pods/exec`; `*` does", () => {
    expect(escalations("core pods create")).not.toContain("pods-exec");
    expect(escalations("core * create")).toContain("pods-exec");
  });

  test("exec, attach and proxies are reached by `get` as well", () => {
    expect(escalations("core pods/exec get")).toContain("pods-exec");
    expect(escalations("core pods/attach get")).toContain("pods-exec");
    expect(escalations("core nodes/proxy get", everywhere)).toContain("nodes-proxy");
    expect(escalations("core services/proxy get")).toContain("pods-services-proxy");
  });

  test("the API group counts: a custom kind called secrets holds none", () => {
    expect(escalations("example.com secrets get,list")).not.toContain("secrets-read");
    expect(escalations("core secrets get,list")).toContain("secrets-read");
    expect(escalations("* secrets get,list")).toContain("secrets-read");
  });

  test("the group of one rule and the verb of another do not combine", () => {
    expect(escalations(["core configmaps get", "apps secrets get", "core secrets deletecollection"])).not.toContain(
      "secrets-read",
    );
  });

  test("every rule counts, not the first only", () => {
    expect(escalations(["core pods get", "core events get", "core secrets get"])).toContain("secrets-read");
  });

  test("`*` in verbs counts as every verb; all seven verbs are not `*`", () => {
    expect(escalations("core secrets *")).toContain("secrets-read");
    const seven = "get,list,watch,create,update,patch,delete,deletecollection";
    expect(escalations(`* * ${seven}`, everywhere)).not.toContain("cluster-admin-equivalent");
    expect(escalations("* * *", everywhere)).toContain("cluster-admin-equivalent");
  });

  test("prefixes of verbs, groups and resources are literals", () => {
    expect(escalations("core secrets get*")).not.toContain("secrets-read");
    expect(escalations("core secret* get")).not.toContain("secrets-read");
    expect(escalations("*.k8s.io ingresses create")).not.toContain("ingress-write");
  });

  test("`watch` and `list` return the contents of Secrets like `get`", () => {
    expect(escalations("core secrets watch")).toContain("secrets-read");
    expect(escalations("core secrets list")).toContain("secrets-read");
  });

  test("impersonation counts for users, ServiceAccounts and extras, not for groups only", () => {
    for (const rule of [
      "core users impersonate",
      "core serviceaccounts impersonate",
      "authentication.k8s.io userextras/scopes impersonate",
    ])
      expect(escalations(rule, everywhere)).toContain("impersonate");
  });

  test("approving certificates takes both halves, by different rules or not", () => {
    const approval = "certificates.k8s.io certificatesigningrequests/approval update";
    expect(escalations(approval, everywhere)).not.toContain("csr-approve");
    expect(escalations([approval, "certificates.k8s.io signers approve"], everywhere)).toContain("csr-approve");
  });

  test("unknown resources are rights too", () => {
    expect(lines("example.com widgets get")).toEqual(["get widgets of example.com"]);
  });
});

describe("names of objects", () => {
  test("`*` in `resourceNames` is a name", () => {
    expect(told([role("ClusterRole/r", "core secrets get *"), inShop])).toEqual([
      "restriction-left-without-effect: Group `g` can now get secrets named `*` in namespace `shop`, but `*` in `resourceNames` is a name like any other, not every name",
    ]);
  });

  test("deletecollection with names never matches; create does in a subresource", () => {
    expect(lines("core pods deletecollection web")).toEqual([]);
    expect(lines("core pods/exec create web")).toEqual(["create pods/exec named `web`"]);
  });

  test("names are kept apart: another one is gained, even where the list only grew", () => {
    const [before, after] = [
      role("ClusterRole/r", "core secrets get a"),
      role("ClusterRole/r", "core secrets get a,b"),
    ];
    expect(linesBetween([before, inShop], [after, inShop])).toEqual(["get secrets named `b`"]);
    expect(linesBetween([before, inShop], [role("ClusterRole/r", "core secrets get b"), inShop])).toEqual([
      "get secrets named `b`",
    ]);
  });

  test("a named right is milder than one to every object", () => {
    const danger = (rule: string) =>
      gained(role("ClusterRole/r", rule))
        .flatMap(({ escalations }) => escalations)
        .find(({ id }) => id === "secrets-read")?.danger;
    expect([danger("core secrets get tls"), danger("core secrets get")]).toEqual(["medium", "high"]);
  });
});

describe("scope", () => {
  test("a RoleBinding to a ClusterRole ends at its namespace", () => {
    expect(gained(role("ClusterRole/r", "core secrets get"))[0]?.holders[0]?.scope).toEqual({
      kind: "namespace",
      namespace: "shop",
    });
  });

  test("a RoleBinding reaches neither nodes nor URLs", () => {
    expect(lines(["core nodes,nodes/proxy get", "url /metrics get", "core pods get"])).toEqual(["get pods"]);
  });

  test("a RoleBinding reaches the Namespace that it is in, by name only", () => {
    expect(lines("core namespaces get,patch,list,create")).toEqual(["get, patch namespaces named `shop`"]);
  });

  test("URLs match exactly or by what stands before the last star", () => {
    const [before, after] = ["url /debug/* get", "url /debug/pprof,/metrics get"];
    expect(
      linesBetween([role("ClusterRole/r", before), everywhere], [role("ClusterRole/r", [before, after]), everywhere]),
    ).toEqual(["get the URLs /metrics"]);
  });

  test("a Role of another namespace is not the one that is bound", () => {
    const changes = accessChanges(
      states([], [role("Role/lab/r", "core secrets get"), binding("RoleBinding/shop/b", "Role/r", group("g"))]),
    );
    expect(changes.map(({ kind }) => kind).sort()).toEqual(["latent", "opaque"]);
  });

  test("a ClusterRoleBinding to a Role is invalid", () => {
    const state = [role("Role/shop/r", "core secrets get"), binding("ClusterRoleBinding/b", "Role/r", group("g"))];
    expect(accessChanges(states([], state)).map(({ kind }) => kind)).toContain("not-understood");
  });
});

describe("subjects", () => {
  test("a ServiceAccount without a namespace is one of the RoleBinding's", () => {
    const [change] = accessChanges(
      states(
        [],
        [
          role("ClusterRole/r", "core pods get"),
          binding("RoleBinding/shop/b", "ClusterRole/r", "{ kind: ServiceAccount, name: bot }"),
        ],
      ),
    );
    expect(change?.holders.map(({ principal }) => principal.key)).toEqual(["user:system:serviceaccount:shop:bot"]);
  });

  test("in a ClusterRoleBinding a ServiceAccount without a namespace is one of the namespace that the applier fills in", () => {
    const robot = "{ kind: ServiceAccount, name: robot }";
    const reader = [role("ClusterRole/r", "core pods get"), binding("ClusterRoleBinding/b", "ClusterRole/r", robot)];
    const admin = [
      role("ClusterRole/r", "core pods get"),
      binding("ClusterRoleBinding/b", "ClusterRole/cluster-admin", robot),
    ];
    expect(told(reader)).toEqual(["access-changed: ServiceAccount `robot` can now get pods in every namespace"]);
    expect(told(admin, reader)[0]).toContain("ServiceAccount `robot` can now do everything in every namespace");
  });

  test("names are compared by case, and never by prefix", () => {
    const reader = role("ClusterRole/r", "core pods get");
    const of = (name: string) => [reader, binding("RoleBinding/shop/b", "ClusterRole/r", user(name))];
    expect(linesBetween(of("alice"), of("Alice"))).toEqual(["get pods"]);
  });

  test("names that start with `system:` are no exception", () => {
    const admin = binding("ClusterRoleBinding/system:harmless", "ClusterRole/cluster-admin", user("system:mallory"));
    expect(told([admin])).toEqual(["cluster-admin-granted: `system:mallory` can now do everything in every namespace"]);
  });

  test("system:masters may do everything without a binding: one more gives nothing", () => {
    expect(told([binding("ClusterRoleBinding/b", "ClusterRole/cluster-admin", group("system:masters"))])).toEqual([]);
  });

  test("everybody includes every ServiceAccount, and anonymous callers are not among those who are logged in", () => {
    const reader = role("ClusterRole/r", "core pods get");
    const to = (...subjects: readonly string[]) => [
      reader,
      binding("ClusterRoleBinding/b", "ClusterRole/r", ...subjects),
    ];
    expect(
      linesBetween(to(group("system:authenticated")), to(group("system:authenticated"), account("ci", "bot"))),
    ).toEqual([]);
    expect(
      linesBetween(to(group("system:authenticated")), to(group("system:authenticated"), user("system:anonymous"))),
    ).toEqual(["get pods"]);
  });
});

describe("roles", () => {
  test("an aggregationRule overwrites rules that stand beside it", () => {
    const mixed = `${aggregatedTo("mixed", "nothing")}\nrules: [{ apiGroups: [""], resources: [secrets], verbs: [get] }]`;
    expect(linesBetween([], [mixed, binding("RoleBinding/shop/b", "ClusterRole/mixed", group("g"))])).toEqual([]);
  });

  test("an aggregated role holds what its label collects, from other files too", () => {
    const label = "rbac.authorization.k8s.io/aggregate-to-custom";
    const state = [aggregatedTo("sum", "custom"), binding("RoleBinding/shop/b", "ClusterRole/sum", group("g"))];
    expect(linesBetween(state, [...state, role("ClusterRole/part", "core secrets get", label)])).toEqual([
      "get secrets",
    ]);
  });

  test("a roleRef cannot be changed in place", () => {
    const roles = [role("ClusterRole/r", "core pods get"), role("ClusterRole/s", "core secrets get")];
    expect(told([...roles, binding("RoleBinding/shop/b", "ClusterRole/s", group("g"))], [...roles, inShop])[0]).toMatch(
      /^role-reference-retargeted/,
    );
  });

  test("a missing role grants nothing and breaks nothing: the other bindings count", () => {
    const other = [role("ClusterRole/r", "core pods get"), inShop];
    const missing = binding("RoleBinding/shop/x", "ClusterRole/nowhere", group("h"));
    expect(accessChanges(states(other, [...other, missing])).map(({ kind }) => kind)).toEqual(["opaque"]);
  });

  test("a harmless-looking name may be everything, and an alarming one nothing", () => {
    expect(
      told([
        role("ClusterRole/view-only", "* * *"),
        binding("ClusterRoleBinding/b", "ClusterRole/view-only", group("g")),
      ]),
    ).toEqual(["cluster-admin-granted: Group `g` can now do everything in every namespace"]);
    expect(
      told([role("ClusterRole/super-admin"), binding("ClusterRoleBinding/b", "ClusterRole/super-admin", group("g"))]),
    ).toEqual([]);
  });
});

describe("where the closest tools that compare two commits are wrong", () => {
  const roles = [role("ClusterRole/r", ["core pods get", "core pods/exec create"])];

  test("a new binding to a built-in role that no manifest defines is a gain", () => {
    expect(rules([], [binding("ClusterRoleBinding/b", "ClusterRole/cluster-admin", group("g"))])).toEqual([
      "cluster-admin-granted",
    ]);
    expect(rules([], [binding("RoleBinding/shop/b", "ClusterRole/edit", group("g"))])).toEqual([
      "builtin-admin-granted",
    ]);
  });

  test("a subject that comes to an old binding is a gain", () => {
    expect(
      rules([...roles, inShop], [...roles, binding("RoleBinding/shop/b", "ClusterRole/r", group("g"), group("h"))]),
    ).toEqual(["privileged-subject-added"]);
  });

  test("a new binding to an old role is a gain", () => {
    expect(rules(roles, [...roles, inShop])).toContain("exec-granted");
  });

  test.each([
    ["create Pods", "core pods create", "workload-write-granted"],
    [
      "write webhooks",
      "admissionregistration.k8s.io validatingwebhookconfigurations update",
      "admission-control-granted",
    ],
    [
      "approve certificates",
      "certificates.k8s.io signers,certificatesigningrequests/approval approve,update",
      "node-control-granted",
    ],
    ["mint tokens", "core serviceaccounts/token create", "identity-takeover-granted"],
    ["redirect Services", "discovery.k8s.io endpointslices patch", "traffic-control-granted"],
  ])("a verb other than reading Secrets is a gain: %s", (_, rule, id) => {
    expect(rules([role("ClusterRole/r"), everywhere], [role("ClusterRole/r", rule), everywhere])).toContain(id);
  });

  test("another API group is a gain, and a custom one no alarm", () => {
    const of = (apiGroup: string) => [role("ClusterRole/r", `${apiGroup} secrets get`), inShop];
    expect(rules(of("example.com"), of("*"))).toContain("secrets-made-readable");
    expect(rules([role("ClusterRole/r"), inShop], of("example.com"))).toEqual(["access-changed"]);
  });

  test("two rules that are joined are no gain", () => {
    const split = [role("ClusterRole/r", ["core secrets get", "core configmaps get"]), inShop];
    expect(rules(split, [role("ClusterRole/r", "core secrets,configmaps get"), inShop])).toEqual([]);
  });

  test("a bound role under another name is no gain", () => {
    const named = (name: string) => [
      role(`ClusterRole/${name}`, "core secrets get"),
      binding("RoleBinding/shop/b", `ClusterRole/${name}`, group("g")),
    ];
    expect(rules(named("one"), named("two"))).toEqual([]);
  });

  test("the order of objects makes no difference", () => {
    const state = [
      ...roles,
      inShop,
      binding("RoleBinding/lab/c", "ClusterRole/r", group("h")),
      binding("ClusterRoleBinding/d", "ClusterRole/edit", user("alice")),
    ];
    const all = (list: readonly string[]) => new Set(eventsOf([], list).map(({ message }) => message));
    expect(all([...state].reverse())).toEqual(all(state));
  });
});

function gained(...objects: readonly string[]) {
  return accessChanges(states([], [...objects, inShop])).filter(({ kind }) => kind === "gained");
}

function escalations(rule: string | readonly string[], bound = inShop): readonly string[] {
  const changes = accessChanges(states([role("ClusterRole/r"), bound], [role("ClusterRole/r", rule), bound]));
  return changes.flatMap((change) => change.escalations.map(({ id }) => id));
}

function lines(rule: string | readonly string[]): readonly string[] {
  return linesBetween([role("ClusterRole/r"), inShop], [role("ClusterRole/r", rule), inShop]);
}

function linesBetween(before: readonly string[], after: readonly string[]): readonly string[] {
  const changes = accessChanges(states(before, after)).filter(({ kind }) => kind === "gained");
  return changes.flatMap((change) => change.lines.map(sayLine));
}

function rules(before: readonly string[], after: readonly string[]): readonly string[] {
  const events = eventsOf(before, after);
  return events.filter(({ direction }) => direction === "widened").map(({ rule }) => rule);
}

function told(after: readonly string[], before: readonly string[] = []): readonly string[] {
  return eventsOf(before, after).map(({ rule, message }) => `${rule}: ${message}`);
}
