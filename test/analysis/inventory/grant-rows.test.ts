import { describe, expect, test } from "@jest/globals";
import { gaps, grants, inventoryOf } from "./support.ts";

const binding = (name: string, role: string, subjects: string, kind = "ClusterRoleBinding", namespace = "") => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}${namespace ? `, namespace: ${namespace}` : ""} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects:
${subjects}
`;

const role = (name: string, rules: string, labels = "{}") => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: ${name}, labels: ${labels} }
rules:
${rules}
`;

const group = (name: string) => `- { kind: Group, apiGroup: rbac.authorization.k8s.io, name: "${name}" }`;
const account = (namespace: string, name: string) =>
  `- { kind: ServiceAccount, namespace: ${namespace}, name: ${name} }`;
const readSecrets = '- { apiGroups: [""], resources: [secrets], verbs: [get, list] }';
const readPods = '- { apiGroups: [""], resources: [pods], verbs: [get, list] }';

test("what every cluster grants anyway is no row", () => {
  expect(grants(inventoryOf({}))).toEqual([]);
});

describe("a binding", () => {
  test("is a row for each subject, with what it amounts to", () => {
    const rows = grants(
      inventoryOf({ "a.yaml": binding("admins", "cluster-admin", `${group("ops")}\n${group("sre")}`) }),
    );
    expect(rows).toEqual([
      expect.objectContaining({
        principal: expect.objectContaining({ kind: "group", name: "group ops" }),
        scope: { kind: "cluster" },
        role: "ClusterRole cluster-admin",
        roleState: "built-in",
        power: "critical",
        object: "ClusterRoleBinding admins",
        place: { file: "a.yaml", line: 7 },
      }),
      expect.objectContaining({
        principal: expect.objectContaining({ name: "group sre" }),
        place: { file: "a.yaml", line: 8 },
      }),
    ]);
    expect(rows[0]?.powers.map(({ family }) => family)).toContain("cluster-admin");
    expect(rows[0]?.touches.everyNamespace).toBe(true);
  });

  test("to a group that holds everything anyway is told all the same", () => {
    const [row] = grants(inventoryOf({ "a.yaml": binding("a", "cluster-admin", group("system:masters")) }));
    expect(row).toMatchObject({ power: "critical" });
  });

  test("in one namespace is limited to it, and names the file of the role as well", () => {
    const files = {
      "roles.yaml": role("reader", readSecrets),
      "bindings.yaml": binding("read", "reader", group("dev"), "RoleBinding", "shop"),
    };
    const [row] = grants(inventoryOf(files));
    expect(row).toMatchObject({
      scope: { kind: "namespace", namespace: "shop" },
      role: "ClusterRole reader",
      roleState: "declared",
      place: { file: "bindings.yaml", line: 7 },
      also: [{ file: "roles.yaml", line: 2 }],
      touches: { everyNamespace: false, namespaces: [{ name: "shop" }] },
    });
    expect(row?.powers.map(({ family }) => family)).toContain("secrets-read");
  });

  test("that only reads what is harmless has no power", () => {
    const files = { "a.yaml": role("pods", readPods) + binding("a", "pods", group("dev"), "RoleBinding", "shop") };
    expect(grants(inventoryOf(files))[0]).toMatchObject({ power: "none", powers: [] });
  });

  test("to a role that nobody can see is unknown, not harmless", () => {
    const [row] = grants(inventoryOf({ "a.yaml": binding("a", "from-a-chart", group("dev")) }));
    expect(row).toMatchObject({ power: "unknown", roleState: "missing", powers: [] });
  });

  test("to everybody is marked", () => {
    const [row] = grants(inventoryOf({ "a.yaml": binding("a", "view", group("system:authenticated")) }));
    expect(row?.notes).toEqual(["public"]);
  });

  test("whose subject is encrypted is marked", () => {
    const [row] = grants(inventoryOf({ "a.yaml": binding("a", "view", group("ENC[AES256_GCM,data:x]")) }));
    expect(row?.notes).toEqual(["subject-not-readable"]);
  });

  test("without a namespace in its manifest says which directory it comes from", () => {
    const [row] = grants(inventoryOf({ "base/a.yaml": binding("a", "view", group("dev"), "RoleBinding") }));
    expect(row?.scope).toEqual({ kind: "namespace", namespace: null, directory: "base" });
  });

  test("that makes no sense is a gap, not a row", () => {
    const rows = inventoryOf({ "a.yaml": binding("a", "view", "- { kind: Robot, name: web }") });
    expect(grants(rows)).toEqual([]);
    expect(gaps(rows)).toMatchObject([{ gap: "not-understood", object: "ClusterRoleBinding a" }]);
  });
});

describe("a ServiceAccount", () => {
  const bound = binding("a", "edit", account("shop", "web"));
  const declared = "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web, namespace: shop }\n";
  const deployment = (namespace: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${namespace} }
spec: { template: { spec: { serviceAccountName: web, containers: [] } } }
`;

  test("is named with the workloads that run as it", () => {
    const [row] = grants(inventoryOf({ "a.yaml": bound + declared + deployment("shop") + deployment("other") }));
    expect(row).toMatchObject({
      principal: { name: "ServiceAccount shop/web" },
      workloads: ["Deployment shop/web"],
      notes: [],
    });
  });

  test("that no manifest declares is marked, unless it is the default one", () => {
    expect(grants(inventoryOf({ "a.yaml": bound }))[0]?.notes).toEqual(["subject-not-declared"]);
    const ofDefault = binding("a", "edit", account("shop", "default"));
    expect(grants(inventoryOf({ "a.yaml": ofDefault }))[0]?.notes).toEqual([]);
  });

  test("may be declared in a file whose namespace is filled in later", () => {
    const unplaced = declared.replace(", namespace: shop", "");
    expect(grants(inventoryOf({ "a.yaml": bound, "base/sa.yaml": unplaced }))[0]?.notes).toEqual([]);
  });
});

describe("a role", () => {
  test("that nothing binds is a row, since something elsewhere may", () => {
    const [row] = grants(inventoryOf({ "a.yaml": role("reader", readSecrets) }));
    expect(row).toMatchObject({
      principal: { kind: "unbound-role", name: "whoever gets bound to ClusterRole reader" },
      notes: ["not-bound"],
      power: "critical",
      object: "ClusterRole reader",
      place: { file: "a.yaml", line: 2 },
    });
  });

  test("that adds to built-in roles is one row for all of their holders", () => {
    const label = '{ rbac.authorization.k8s.io/aggregate-to-view: "true" }';
    const rows = grants(inventoryOf({ "a.yaml": role("more", readSecrets, label) }));
    expect(rows).toMatchObject([
      {
        principal: { name: "every holder of admin, edit and view" },
        notes: ["feeds-built-in-role"],
        role: "ClusterRole more",
        object: "ClusterRole more",
      },
    ]);
  });
});

test("the worst stands first, and what is not known before what is known to matter less", () => {
  const files = {
    "a.yaml": [
      role("pods", readPods),
      binding("a", "pods", group("harmless")),
      binding("b", "from-a-chart", group("unknown")),
      binding("c", "cluster-admin", group("admins")),
    ].join(""),
  };
  expect(grants(inventoryOf(files)).map(({ principal }) => principal.name)).toEqual([
    "group admins",
    "group unknown",
    "group harmless",
  ]);
});

test("names of prototypes are names", () => {
  const rows = grants(inventoryOf({ "a.yaml": binding("constructor", "__proto__", group("toString")) }));
  expect(rows).toMatchObject([
    { principal: { name: "group toString" }, role: "ClusterRole __proto__", power: "unknown" },
  ]);
});

describe("an identity in a cloud", () => {
  const account = `apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop, annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/web" } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { spec: { serviceAccountName: web, containers: [] } } }
`;

  test("is a grant of which nobody knows how much it allows", () => {
    expect(grants(inventoryOf({ "a.yaml": account }))).toMatchObject([
      {
        principal: { kind: "service-account", name: "ServiceAccount shop/web" },
        scope: { kind: "cloud" },
        role: "the AWS role arn:aws:iam::1:role/web",
        roleState: "cloud",
        power: "unknown",
        workloads: ["Deployment shop/web"],
        place: { file: "a.yaml", line: 3 },
      },
    ]);
  });
});

test("a ConfigMap that lets people in is a gap, not nothing", () => {
  const awsAuth =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: aws-auth, namespace: kube-system }\ndata: { mapRoles: '[]' }\n";
  expect(gaps(inventoryOf({ "a.yaml": awsAuth }))).toMatchObject([{ object: "ConfigMap kube-system/aws-auth" }]);
});
