import { describe, expect, test } from "@jest/globals";
import { eventsOf } from "./events.ts";
import { aggregatedTo, binding, role } from "./manifests.ts";

/** Only designated maintainers decide what is reachable: whoever may change that at run time is told, however the right came about. */
describe("somebody gained the right to change routes or network policies past the review", () => {
  const group = "{ kind: Group, name: devs }";
  const anyRole = (rule: string) => [
    role("ClusterRole/r", rule),
    binding("RoleBinding/shop/b", "ClusterRole/r", group),
  ];
  const held = [role("ClusterRole/r"), binding("RoleBinding/shop/b", "ClusterRole/r", group)];

  test.each([
    ["Ingresses", "networking.k8s.io ingresses create"],
    ["NetworkPolicies", "networking.k8s.io networkpolicies delete"],
    ["HTTPRoutes", "gateway.networking.k8s.io httproutes patch"],
    ["Gateways", "gateway.networking.k8s.io gateways update"],
    ["policies of Cilium", "cilium.io ciliumnetworkpolicies update"],
    ["every resource of their group", "networking.k8s.io * update"],
    ["every group's Ingresses", "* ingresses *"],
    ["them without any other verb", "networking.k8s.io ingresses *"],
    ["one of them by its name", "networking.k8s.io ingresses patch web"],
  ])("%s", (_, rule) => {
    expect(rulesOf(held, anyRole(rule))).toContain("network-control-granted");
  });

  test.each([
    ["edit", [binding("RoleBinding/shop/b", "ClusterRole/edit", group)]],
    ["admin", [binding("RoleBinding/shop/b", "ClusterRole/admin", group)]],
    ["edit everywhere", [binding("ClusterRoleBinding/b", "ClusterRole/edit", group)]],
    [
      "a role that takes over what edit has",
      [aggregatedTo("all", "edit"), binding("RoleBinding/shop/b", "ClusterRole/all", group)],
    ],
    [
      "an aggregation label",
      [role("ClusterRole/x", "networking.k8s.io ingresses patch", "rbac.authorization.k8s.io/aggregate-to-view")],
    ],
    ["a manifest of view", [role("ClusterRole/view", "networking.k8s.io ingresses patch")]],
    ["an unbound role", [role("ClusterRole/x", "networking.k8s.io ingresses patch")]],
    [
      "a role with much else",
      [
        role("ClusterRole/r", "core,apps,batch,networking.k8s.io * *"),
        binding("RoleBinding/shop/b", "ClusterRole/r", group),
      ],
    ],
  ])("through %s", (_, after) => {
    expect(messages([], after).join()).toMatch(/write ingress routes|do everything/);
  });

  test.each([
    ["everything", "* * *", /do everything/],
    ["every write", "* * create,update,patch", /routes and network policies included/],
  ])("through a wildcard for %s", (_, rule, told) => {
    expect(messages(held, anyRole(rule)).join()).toMatch(told);
  });

  test("a right of one namespace becomes one of all", () => {
    const before = [...anyRole("networking.k8s.io ingresses patch")];
    const after = [...before, binding("ClusterRoleBinding/b", "ClusterRole/r", group)];
    expect(messages(before, after).join()).toMatch(/write ingress routes/);
  });

  test("a subject comes to a binding that has it, and a binding comes to another role", () => {
    const before = [
      role("ClusterRole/r", "networking.k8s.io,core ingresses,secrets *"),
      binding("RoleBinding/shop/b", "ClusterRole/r", group),
    ];
    const added = [
      ...before.slice(0, 1),
      binding("RoleBinding/shop/b", "ClusterRole/r", group, "{ kind: Group, name: more }"),
    ];
    expect(rulesOf(before, added)).toContain("network-control-granted");
    const view = [before[0] ?? "", binding("RoleBinding/shop/b", "ClusterRole/view", group)];
    expect(rulesOf(view, before)).toContain("network-control-granted");
  });

  test.each([
    ["Argo CD", "argocd", "argocd-application-controller"],
    ["Flux", "flux-system", "kustomize-controller"],
    ["Flux' releases", "flux-system", "helm-controller"],
    ["the garbage collector", "kube-system", "generic-garbage-collector"],
  ])("the account of %s is no exception", (_, namespace, name) => {
    const account = `{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }`;
    const after = [
      role("ClusterRole/r", "networking.k8s.io ingresses *"),
      binding("ClusterRoleBinding/b", "ClusterRole/r", account),
    ];
    expect(rulesOf([], after)).toContain("network-control-granted");
  });

  test("reading them is no such right", () => {
    expect(rulesOf(held, anyRole("networking.k8s.io ingresses,networkpolicies get,list,watch"))).toEqual([
      "access-changed",
    ]);
    expect(messages([], [binding("RoleBinding/shop/b", "ClusterRole/view", group)]).join()).not.toMatch(/write/);
  });
});

function rulesOf(before: readonly string[], after: readonly string[]): readonly string[] {
  return eventsOf(before, after).map(({ rule }) => rule);
}

function messages(before: readonly string[], after: readonly string[]): readonly string[] {
  return eventsOf(before, after).map(({ message }) => message);
}
