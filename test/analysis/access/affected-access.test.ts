import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { accessChanges, compareAccess } from "../../../src/analysis/access/access-changes.ts";
import { declaredAccounts } from "../../../src/analysis/access/declared-accounts.ts";
import { namespaceZones } from "../../../src/analysis/access/namespace-zones.ts";
import type { View } from "../../../src/kubernetes/desired-state.ts";
import type { Plain, Resource } from "../../../src/kubernetes/resource.ts";
import { runs } from "../../support/runs.ts";

const timeout = process.env.NIGHTLY ? 3_600_000 : 60_000;

test(
  "what is left out because nothing that changed concerns it changes no answer",
  () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(plain(accessChanges(view))).toEqual(plain(compareAll(view)));
      }),
      runs(200, 10_000),
    );
  },
  timeout,
);

function compareAll(view: View) {
  return compareAccess(view, {
    accountsBefore: declaredAccounts(view.before),
    accountsAfter: declaredAccounts(view.after),
    zones: namespaceZones([], view.after),
  });
}

function plain(changes: unknown): unknown {
  return JSON.parse(JSON.stringify(changes));
}

type Content = Readonly<Record<string, Plain>>;

const rbac = "rbac.authorization.k8s.io";

const labels = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constantFrom({ to: "a0" }, { to: "a1" }, { also: "yes" }, { to: "a0", also: "yes" }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("view", "edit").map((role) => ({ [`${rbac}/aggregate-to-${role}`]: "true" })),
  },
);

const some = <T>(values: readonly T[], maxLength = 2) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength });

const rules = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        apiGroups: fc.constant([""]),
        resources: some(["pods", "secrets", "nodes", "*"], 1),
        verbs: some(["get", "list", "*"]),
        resourceNames: fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(["x", "y"]) }),
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom({ nonResourceURLs: ["/a"], verbs: ["get"] }, { verbs: 1 }) },
  ),
  { maxLength: 3 },
);

const roles = fc
  .record({ name: fc.constantFrom("r0", "r1", "r2", "edit", "system:basic-user"), rules, labels })
  .map(({ name, rules, labels }) => object("ClusterRole", undefined, name, { rules }, labels));

const localRoles = fc
  .record({ namespace: fc.constantFrom("n1", "n2", undefined), name: fc.constantFrom("l0", "l1"), rules })
  .map(({ namespace, name, rules }) => object("Role", namespace, name, { rules }));

const selectors = fc.constantFrom<Content>(
  { matchLabels: { to: "a0" } },
  { matchLabels: { to: "a1", also: "yes" } },
  { matchExpressions: [{ key: "to", operator: "NotIn", values: ["a0"] }] },
  { matchExpressions: [{ key: "also", operator: "Exists" }] },
  {},
);

const aggregatedRoles = fc
  .record({
    name: fc.constantFrom("a0", "a1", "r2"),
    clusterRoleSelectors: fc.array(selectors, { maxLength: 2 }),
    labels,
  })
  .map(({ name, clusterRoleSelectors, labels }) =>
    object("ClusterRole", undefined, name, { aggregationRule: { clusterRoleSelectors } }, labels),
  );

const subjects = some<Content>(
  [
    { kind: "User", name: "u" },
    { kind: "User", name: "system:serviceaccount:n1:s" },
    { kind: "User", name: "" },
    { kind: "Group", name: "g" },
    { kind: "Group", name: "system:authenticated" },
    { kind: "Group", name: "system:serviceaccounts:n1" },
    { kind: "ServiceAccount", name: "s", namespace: "n1" },
    { kind: "ServiceAccount", name: "t", namespace: "n2" },
    { kind: "ServiceAccount", name: "s" },
  ],
  2,
);

const bindings = fc
  .record({
    role: fc.constantFrom(
      "r0",
      "r1",
      "r2",
      "a0",
      "a1",
      "edit",
      "view",
      "nowhere",
      "Role/l0",
      "Role/l1",
      "Role/nowhere",
    ),
    scope: fc.constantFrom("cluster", "cluster", "n1", "n2", undefined),
    name: fc.constantFrom("b0", "b1", "b2", "b3"),
    subjects,
  })
  .map(({ role, scope, name, subjects }) => {
    const [roleName = "", kind = "ClusterRole"] = role.split("/").reverse();
    const data = { roleRef: { kind, name: roleName }, subjects: [...subjects] };
    if (scope === "cluster") return object("ClusterRoleBinding", undefined, name, data);
    return object("RoleBinding", scope, name, data);
  });

const accounts = fc
  .constantFrom("n1/s", "n2/t", "n1/other", "/s")
  .map((name) => object("ServiceAccount", name.split("/")[0] || undefined, name.split("/")[1] ?? "", {}, {}, ""));

const contents = fc.oneof(
  { weight: 4, arbitrary: roles },
  { weight: 2, arbitrary: localRoles },
  { weight: 2, arbitrary: aggregatedRoles },
  { weight: 6, arbitrary: bindings },
  { weight: 1, arbitrary: accounts },
);

const files = fc.constantFrom("a/one.yaml", "a/two.yaml", "b/one.yaml");

/** Contents that stay are one value in both states, like those that were parsed from one blob. */
const views = fc
  .record({
    pool: fc.array(contents, { minLength: 12, maxLength: 16 }),
    before: fc.array(fc.tuple(fc.nat(15), files), { minLength: 4, maxLength: 16 }),
    stays: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 }),
    moves: fc.array(files, { minLength: 16, maxLength: 16 }),
    added: fc.array(fc.tuple(fc.nat(15), files), { maxLength: 3 }),
  })
  .map(({ pool, before, stays, moves, added }): View => {
    const placed = (list: readonly (readonly [number, string])[]) =>
      list.flatMap(([index, file]) => pool[index % pool.length]?.(file) ?? []);
    const after = before.flatMap(([index, file], at): [number, string][] => {
      const fate = stays[at] ?? 9;
      if (fate === 0) return [];
      return [[index, fate === 1 ? (moves[at] ?? file) : file]];
    });
    return { name: "", before: placed(before), after: placed([...after, ...added]) };
  });

function object(
  kind: string,
  namespace: string | undefined,
  name: string,
  fields: Content,
  own: Readonly<Record<string, string>> = {},
  group = rbac,
): (file: string) => Resource {
  const data = { ...fields };
  const place = { line: 1, column: 1, endLine: 1, endColumn: 1, side: "after" } as const;
  return (file) => ({
    apiVersion: group === "" ? "v1" : `${group}/v1`,
    group,
    version: "v1",
    kind,
    namespace,
    name,
    labels: own,
    annotations: {},
    data,
    file,
    linesOf: () => [],
    locate: (path) => ({ ...place, file, text: path.join(".") }),
  });
}
