import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { accessChanges } from "../../../src/analysis/access/access-changes.ts";
import { sayLine } from "../../../src/analysis/access/grant-lines.ts";
import type { Resource } from "../../../src/kubernetes/resource.ts";
import { resourcesFrom } from "../../support/resources.ts";

test("a rule that multiplies into millions of grants counts as everything, and is reported", () => {
  const numbered = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name}${at}`).join(", ");
  const [groups, resources, verbs] = [numbered(300, "g"), numbered(300, "r"), numbered(300, "v")];
  const huge = clusterRole("huge", resources, verbs, "", groups);
  const bound = [huge, bind({ name: "b", role: "ClusterRole/huge", group: "g" })];
  expect(
    changes([], bound)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(["gained", "not-understood"]);
  expect(changes([huge], bound).map(({ kind }) => kind)).toEqual(["gained"]);
});

describe("grouping", () => {
  test("one role with five bindings is one change that lists five principals", () => {
    const bindings = ["a", "b", "c", "d", "e"].map((name) => bind({ name, role: "ClusterRole/reader", group: name }));
    const before = [clusterRole("reader", "pods", "get"), ...bindings];
    const after = [clusterRole("reader", "pods, secrets", "get"), ...bindings];
    const [change, ...others] = changes(before, after);
    expect(others).toEqual([]);
    expect(change?.holders.map(({ principal }) => principal.key)).toEqual(
      ["a", "b", "c", "d", "e"].map((g) => `group:${g}`),
    );
    expect(change?.parts).toHaveLength(5);
    expect(change?.lines.map(sayLine)).toEqual(["get secrets"]);
  });

  test("the same binding in three namespaces is one change", () => {
    const added = ["n1", "n2", "n3"].map((namespace) =>
      bind({ name: "b", role: "ClusterRole/edit", group: "g", namespace }),
    );
    const [change, ...others] = changes([], added);
    expect(others).toEqual([]);
    expect(change?.parts).toHaveLength(3);
    expect(change?.because.filter(({ text }) => text.startsWith("roleRef"))).toHaveLength(3);
  });

  test("two new bindings are two changes, each at its own line", () => {
    const roles = [clusterRole("one", "pods", "get"), clusterRole("two", "secrets", "get")];
    const added = [
      bind({ name: "one", role: "ClusterRole/one", group: "g" }),
      bind({ name: "two", role: "ClusterRole/two", group: "g" }),
    ];
    expect(changes(roles, [...roles, ...added]).map((change) => change.resource.name)).toEqual(["one", "two"]);
  });

  test("the effect names no role, binding or file", () => {
    const effectOf = (role: string, file: string) => {
      const state = [
        clusterRole(role, "secrets", "get"),
        bind({ name: role, role: `ClusterRole/${role}`, group: "g" }),
      ];
      return changes([], state, file).map(({ effect, parts }) => ({ effect, parts }));
    };
    expect(effectOf("one", "a.yaml")).toEqual(effectOf("two", "b.yaml"));
  });
});

describe("what is no change", () => {
  test("a grant moves to another role and binding", () => {
    const state = (name: string) => [
      clusterRole(name, "secrets", "get"),
      bind({ name, role: `ClusterRole/${name}`, group: "g" }),
    ];
    expect(changes(state("one"), state("two"))).toEqual([]);
  });

  test("a binding is split, and the rules stand in another order", () => {
    const together = clusterRole("r", "pods, secrets", "get, list");
    const split = [clusterRole("r1", "secrets", "list, get"), clusterRole("r2", "pods", "get, list")];
    const before = [together, bind({ name: "r", role: "ClusterRole/r", group: "g" })];
    const after = [
      ...split,
      bind({ name: "r2", role: "ClusterRole/r2", group: "g" }),
      bind({ name: "r1", role: "ClusterRole/r1", group: "g" }),
    ];
    expect(changes(before, after)).toEqual([]);
  });

  test("a ServiceAccount gets what everybody who is logged in has", () => {
    const role = clusterRole("r", "pods", "get");
    const everybody = bind({ name: "all", role: "ClusterRole/r", group: "system:authenticated" });
    const account = bind({
      name: "one",
      role: "ClusterRole/r",
      subject: "{ kind: ServiceAccount, name: s, namespace: n }",
    });
    expect(changes([role, everybody], [role, everybody, account])).toEqual([]);
  });

  test("a role is granted that cluster-admin includes", () => {
    const admin = bind({ name: "admin", role: "ClusterRole/cluster-admin", group: "g" });
    const unknown = bind({ name: "more", role: "ClusterRole/of-some-operator", group: "g" });
    expect(changes([admin], [admin, unknown])).toEqual([]);
  });
});

describe("aggregation", () => {
  test("admin, edit and view of Kubernetes hold each other", () => {
    const label = 'labels: { rbac.authorization.k8s.io/aggregate-to-view: "true" }';
    const [change] = changes([], [clusterRole("extra", "widgets", "get", label)]);
    const holders = change?.holders.map(({ principal }) => principal.key);
    expect(holders).toEqual(["role-holders:admin", "role-holders:edit", "role-holders:view"]);
  });

  test("a label on a manifest of a built-in role widens the role that selects it", () => {
    const label = 'labels: { rbac.authorization.k8s.io/aggregate-to-view: "true" }';
    const role = `${header("ClusterRole", `name: system:kubelet-api-admin, ${label}`)}\nrules: []`;
    const [change] = changes([], [role]);
    expect(change?.resource.name).toBe("system:kubelet-api-admin");
    expect(change?.escalations.map(({ id }) => id)).toContain("nodes-proxy");
  });

  test("an empty selector selects every role, cluster-admin included", () => {
    const role = aggregated("all", "{}");
    const [change] = changes([role], [role, bind({ name: "b", role: "ClusterRole/all", group: "g" })]);
    expect(change?.headlines).toEqual([{ kind: "cluster-admin" }]);
  });

  test("roles are followed through a second aggregation", () => {
    const outer = aggregated("outer", "{ matchLabels: { to: outer } }");
    const inner = aggregated(
      "inner",
      "{ matchExpressions: [{ key: to, operator: In, values: [inner] }] }",
      "labels: { to: outer }",
    );
    const bound = bind({ name: "b", role: "ClusterRole/outer", group: "g" });
    const leaf = clusterRole("leaf", "secrets", "get", "labels: { to: inner }");
    const [change] = changes([outer, inner, bound], [outer, inner, bound, leaf]);
    expect(change?.holders.map(({ principal }) => principal.key)).toEqual(["group:g"]);
    expect(change?.because[0]?.text.trim()).toContain("secrets");
  });

  test("rules beside an aggregationRule are overwritten, and said not to be understood", () => {
    const role = `${aggregated("mixed", "{ matchLabels: { to: mixed } }")}\nrules: [{ apiGroups: [""], resources: [secrets], verbs: [get] }]`;
    const kinds = changes([], [role, bind({ name: "b", role: "ClusterRole/mixed", group: "g" })]).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(["not-understood"]);
  });
});

describe("scope", () => {
  test("a Role without namespace is found only by a binding without namespace", () => {
    const role = `${header("Role", "name: r")}\nrules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]`;
    const state = [
      role,
      bind({ name: "here", role: "Role/r", group: "g", namespace: null }),
      bind({ name: "there", role: "Role/r", group: "g", namespace: "n" }),
    ];
    expect(
      changes([], state)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(["gained", "opaque"]);
  });

  test("through a RoleBinding only the namespace itself is reached, not the list of namespaces", () => {
    const role = clusterRole("r", "namespaces, nodes", "list, patch");
    const [change] = changes([role], [role, bind({ name: "b", role: "ClusterRole/r", group: "g", namespace: "n" })]);
    expect(change?.lines).toEqual([{ verbs: ["patch"], groups: [""], resources: ["namespaces"], names: ["n"] }]);
  });

  describe("bindings of one name that leave their namespaces to the applier", () => {
    type Bound = Readonly<Record<string, string>>;
    // Equal content is one value, wherever it stands.
    const contents = new Map(
      ["one", "two", "before", "after"].map((group) => [
        group,
        resourcesFrom(bind({ name: "b", role: "Role/r", group, namespace: null })),
      ]),
    );
    /** What changes between bindings by their files, each to a group; besides them one that changes anyway. */
    const told = (before: Bound, after: Bound) => {
      const state = (bound: Bound, other: string) =>
        Object.entries({ ...bound, other }).flatMap(([file, group]) =>
          (contents.get(group) ?? []).map((resource) => ({ ...resource, file })),
        );
      const view = { name: "", before: state(before, "before"), after: state(after, "after") };
      return accessChanges(view)
        .flatMap(({ effect, holders }) => holders.map(({ principal }) => [effect, principal.key] as const))
        .map(([effect, key]) => `${JSON.stringify(effect).includes('"lost"') ? "lost" : "gained"} ${key}`)
        .filter((one) => !/group:(before|after)$/.test(one))
        .sort();
    };

    test.each<[string, Bound, Bound, readonly string[]]>([
      ["stay where they are", { "a/b.yaml": "one", "c/b.yaml": "two" }, { "a/b.yaml": "one", "c/b.yaml": "two" }, []],
      ["move together", { "a/b.yaml": "one", "c/b.yaml": "two" }, { "x/a/b.yaml": "one", "x/c/b.yaml": "two" }, []],
      ["move apart", { "a/b.yaml": "one", "c/b.yaml": "two" }, { "z/b.yaml": "one", "y/b.yaml": "two" }, []],
      ["are copied", { "a/b.yaml": "one" }, { "a/b.yaml": "one", "c/b.yaml": "one" }, ["gained group:one"]],
      ["are gone", { "a/b.yaml": "one", "c/b.yaml": "one" }, { "c/b.yaml": "one" }, ["lost group:one"]],
      [
        "change places",
        { "a/b.yaml": "one", "c/b.yaml": "two" },
        { "a/b.yaml": "two", "c/b.yaml": "one" },
        ["gained group:one", "gained group:two", "lost group:one", "lost group:two"],
      ],
    ])("%s", (_, before, after, expected) => expect(told(before, after)).toEqual(expected));
  });

  describe("ClusterRoleBindings of accounts that leave their namespaces to the applier", () => {
    const bound = (name: string, file: string) =>
      resourcesFrom(bind({ name, role: "ClusterRole/edit", subject: "{ kind: ServiceAccount, name: robot }" })).map(
        (resource) => ({ ...resource, file }),
      );
    const told = (before: ReturnType<typeof bound>, after: ReturnType<typeof bound>) =>
      accessChanges({ name: "", before, after }).flatMap(({ direction, holders }) =>
        holders.map(({ principal }) => `${direction} ${principal.display}`),
      );

    test("speak of other accounts in other directories", () => {
      const one = bound("one", "a/b.yaml");
      expect(told(one, [...one, ...bound("two", "c/b.yaml")])).toContain("widened ServiceAccount `robot`");
    });

    test("speak of one account in one directory", () => {
      const one = bound("one", "a/b.yaml");
      expect(told(one, [...one, ...bound("two", "a/c.yaml")])).toEqual([]);
    });

    test("move to another directory", () => {
      expect(told(bound("one", "a/b.yaml"), bound("one", "x/b.yaml"))).toEqual([]);
    });
  });

  test("of a ClusterRole, only what was not held in the namespace before is news of its own", () => {
    const role = clusterRole("r", "secrets", "get");
    const before = [role, bind({ name: "b", role: "ClusterRole/r", group: "g", namespace: "n" })];
    const [change] = changes(before, [role, bind({ name: "b", role: "ClusterRole/r", group: "g" })]);
    expect(change?.headlines).toEqual([{ kind: "scope-widened", from: ["n"], danger: "critical" }]);
  });
});

describe("escalations", () => {
  test("a list that becomes a wildcard does not newly read what was read before", () => {
    const bound = bind({ name: "b", role: "ClusterRole/r", group: "g" });
    const [change] = changes(
      [clusterRole("r", "secrets", "get, list, watch"), bound],
      [clusterRole("r", "secrets", '"*"'), bound],
    );
    const ids = change?.escalations.map(({ id }) => id);
    expect(ids).toContain("secrets-write");
    expect(ids).not.toContain("secrets-read");
  });

  test("impersonating system:masters is as good as impersonating everybody", () => {
    const role = `${header("ClusterRole", "name: r")}\nrules: [{ apiGroups: [""], resources: [groups], verbs: [impersonate], resourceNames: ["system:masters"] }]`;
    const [change] = changes([role], [role, bind({ name: "b", role: "ClusterRole/r", group: "g" })]);
    expect(change?.escalations.map(({ id, danger }) => [id, danger])).toEqual([["impersonate", "critical"]]);
  });

  test("approving certificates counts when the second half arrives", () => {
    const approval = clusterRole(
      "approval",
      "certificatesigningrequests/approval",
      "update",
      "",
      "certificates.k8s.io",
    );
    const signer = clusterRole("signer", "signers", "approve", "", "certificates.k8s.io");
    const [first, second] = [
      bind({ name: "first", role: "ClusterRole/approval", group: "g" }),
      bind({ name: "second", role: "ClusterRole/signer", group: "g" }),
    ];
    const [change] = changes([approval, signer, first], [approval, signer, first, second]);
    expect(change?.escalations.map(({ id }) => id)).toEqual(["csr-approve"]);
  });
});

describe("roles that are not bound or not known", () => {
  test("an unknown role that becomes known is what it grants, and nothing is lost", () => {
    const bound = bind({ name: "b", role: "ClusterRole/r", group: "g" });
    const found = changes([bound], [bound, clusterRole("r", "secrets", "get")]);
    expect(found.map(({ kind }) => kind)).toEqual(["gained"]);
  });

  test("the role of a binding is deleted: rights are lost, and the reference is open to whoever creates the role", () => {
    const bound = bind({ name: "b", role: "ClusterRole/r", group: "g" });
    const found = changes([bound, clusterRole("r", "secrets", "get")], [bound]);
    expect(found.map(({ kind, direction }) => [kind, direction])).toEqual([
      ["opaque", "unknown"],
      ["lost", "narrowed"],
    ]);
  });
});

describe("objects that make no sense", () => {
  test.each([
    ["a missing roleRef", `${header("RoleBinding", "name: b")}\nsubjects: [{ kind: Group, name: g }]`],
    ["rules of the wrong type", `${header("Role", "name: r")}\nrules: all`],
    [
      "a verb that is a number",
      `${header("Role", "name: r")}\nrules: [{ apiGroups: [""], resources: [pods], verbs: [1] }]`,
    ],
    ["a rule that is null", `${header("Role", "name: r")}\nrules: [null]`],
    [
      "a subject of an unknown kind",
      bind({ name: "b", role: "ClusterRole/view", subject: "{ kind: Robot, name: r }" }),
    ],
    ["a ClusterRoleBinding to a Role", bind({ name: "b", role: "Role/r", group: "g" })],
  ])("%s is said once", (_, object) => {
    expect(changes([], [object]).map(({ kind, direction }) => [kind, direction])).toEqual([
      ["not-understood", "unknown"],
    ]);
    expect(changes([object], [object])).toEqual([]);
  });

  test("whatever stands in an RBAC object, it is compared without an exception", () => {
    const kinds = fc.constantFrom("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding");
    const fields = fc.record({ rules: odd, roleRef: odd, subjects: odd, aggregationRule: odd }, { requiredKeys: [] });
    const state = fc.array(fc.record({ kind: kinds, fields }), { maxLength: 4 });
    fc.assert(
      fc.property(state, state, (before, after) => {
        const objects = (list: typeof before) =>
          list.flatMap(({ kind, fields }) =>
            resourcesFrom(
              `${header(kind, "name: x")}\n${JSON.stringify(fields)
                .slice(1, -1)
                .replaceAll(/,"(rules|roleRef|subjects|aggregationRule)":/g, '\n"$1":')}`,
            ),
          );
        const found = accessChanges({ name: "", before: objects(before), after: objects(after) });
        expect(found.every(({ because }) => because.length > 0)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe("comparison as a whole", () => {
  test("the order of objects does not matter", () => {
    const state = [
      ...largeState(20),
      clusterRole("extra", "secrets", "get"),
      bind({ name: "x", role: "ClusterRole/extra", group: "g" }),
    ];
    const inOrder = changes([], state);
    const reversed = changes([], [...state].reverse());
    expect(new Set(reversed.map(({ effect }) => JSON.stringify(effect)))).toEqual(
      new Set(inOrder.map(({ effect }) => JSON.stringify(effect))),
    );
  });

  test("swapping the states swaps what was gained and lost", () => {
    const [before, after] = [
      largeState(5),
      [...largeState(4), bind({ name: "b", role: "ClusterRole/edit", group: "g" })],
    ];
    const linesOf = (found: ReturnType<typeof changes>, kind: string) =>
      found
        .filter((change) => change.kind === kind)
        .map(({ lines, holders }) => JSON.stringify([lines, holders]))
        .sort();
    expect(linesOf(changes(before, after), "gained")).toEqual(linesOf(changes(after, before), "lost"));
  });
});

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, [], {}, [null], [[]], "x", 1, true, [{}], [{ verbs: "*" }], [{ verbs: [{}] }]),
  fc.constantFrom<unknown>(
    { kind: "Role" },
    { kind: "ClusterRole", name: 1 },
    { kind: "ClusterRole", name: "view", apiGroup: {} },
  ),
  fc.constantFrom<unknown>([{ kind: "User" }], [{ kind: "Group", name: [] }], [{ kind: "User", name: "u" }]),
  fc.constantFrom<unknown>(
    { clusterRoleSelectors: {} },
    { clusterRoleSelectors: [null] },
    { clusterRoleSelectors: [{ matchLabels: 1 }] },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

function changes(before: readonly string[], after: readonly string[], file = "rbac.yaml") {
  return accessChanges({ name: "", before: parsed(before, "before", file), after: parsed(after, "after", file) });
}

function parsed(objects: readonly string[], side: "before" | "after", file = "rbac.yaml"): readonly Resource[] {
  return resourcesFrom(objects.join("\n---\n"), file, side);
}

function largeState(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => [
    clusterRole(`r${index}`, `kind${index}`, "get"),
    bind({ name: `b${index}`, role: `ClusterRole/r${index}`, group: `g${index}` }),
  ]).flat();
}

function header(kind: string, metadata: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { ${metadata} }`;
}

function clusterRole(name: string, resources: string, verbs: string, labels = "", group = '""'): string {
  const metadata = [`name: ${name}`, ...(labels ? [labels] : [])].join(", ");
  return `${header("ClusterRole", metadata)}\nrules: [{ apiGroups: [${group}], resources: [${resources}], verbs: [${verbs}] }]`;
}

function aggregated(name: string, selector: string, labels = ""): string {
  const metadata = [`name: ${name}`, ...(labels ? [labels] : [])].join(", ");
  return `${header("ClusterRole", metadata)}\naggregationRule: { clusterRoleSelectors: [${selector}] }`;
}

/** A RoleBinding if there is a namespace (null: one that the manifest leaves out), else a ClusterRoleBinding. */
function bind(options: {
  name: string;
  role: string;
  group?: string;
  subject?: string;
  namespace?: string | null;
}): string {
  const { name, role, group, subject = `{ kind: Group, name: "${group}" }`, namespace } = options;
  const [kind = "", roleName = ""] = role.split("/");
  const metadata = namespace ? `name: ${name}, namespace: ${namespace}` : `name: ${name}`;
  return [
    header(namespace === undefined ? "ClusterRoleBinding" : "RoleBinding", metadata),
    `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${roleName} }`,
    `subjects: [${subject}]`,
  ].join("\n");
}
