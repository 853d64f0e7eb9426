import { expect, test } from "@jest/globals";
import { connectivityChanges } from "../../../src/analysis/connectivity/connectivity-changes.ts";
import { resourcesFrom } from "../../support/resources.ts";
import { changesBetween } from "./changes-between.ts";

const denyAll = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: payments }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
`;

const database = (more = "") => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: database, namespace: payments }
spec:
  podSelector: { matchLabels: { app: database } }
  ingress:
    - from:
        - podSelector: { matchLabels: { app: api } }
${more}      ports: [{ port: 5432 }]
`;

test("a default deny that goes leaves every pod open in both directions", () => {
  expect(changesBetween(denyAll, "")).toEqual(["widened isolation-lost ingress+egress payments/every pod (policy)"]);
});

test("a default deny that a policy replaces is no change", () => {
  const split =
    denyAll.replace("Ingress, Egress", "Ingress") +
    "---" +
    denyAll.replace("default-deny", "egress").replace("Ingress, ", "");
  expect(changesBetween(denyAll, split)).toEqual(["neutral rewritten default-deny", "neutral rewritten egress"]);
});

test("a peer more opens the port to it", () => {
  const after = database("        - namespaceSelector: {}\n");
  expect(changesBetween(database(), after)).toEqual([
    "widened opened ingress payments/app=database (policy): TCP 5432",
  ]);
  expect(changesBetween(after, database())).toEqual([
    "narrowed closed ingress payments/app=database (policy): TCP 5432",
  ]);
});

const workload = (name: string, labels: string, more = "") => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: payments }
spec:
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ name: main, ports: [{ name: sql, containerPort: 5432 }] }]${more} }
`;

test("labels that take a workload out of its policy leave it open", () => {
  const before = database() + workload("database", "app: database");
  const after = database() + workload("database", "app: store");
  expect(changesBetween(before, after)).toEqual([
    "widened isolation-lost ingress payments/Deployment/database (workload-labels)",
  ]);
});

test("labels that policy and workload change together are no change of the workload", () => {
  const before = database() + workload("database", "app: database");
  const after = database().replace("app: database", "app: store") + workload("database", "app: store");
  expect(changesBetween(before, after)).toEqual(["neutral rewritten database"]);
});

test("labels that make a workload a peer of a policy open it to that workload", () => {
  const before = database() + workload("job", "app: job");
  const after = database() + workload("job", "app: api");
  expect(changesBetween(before, after)).toEqual([
    "widened opened ingress payments/app=database (workload-labels): TCP 5432",
  ]);
});

test("the name of a port and its number are the same to the workload that has it", () => {
  const named = database().replace("5432", "sql");
  const pods = workload("database", "app: database");
  expect(changesBetween(database() + pods, named + pods)).toEqual(["neutral rewritten database"]);
});

const namespace = (name: string, labels = "") => `
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
`;

test("labels of a namespace that a policy asks for open pods to it", () => {
  const policy = database("        - namespaceSelector: { matchLabels: { team: shop } }\n");
  expect(changesBetween(policy + namespace("shop"), policy + namespace("shop", "team: shop"))).toEqual([
    "widened opened ingress payments/app=database (namespace-labels): TCP 5432",
  ]);
});

test("the name of a namespace and a label that only it has are the same", () => {
  const byLabel = database("        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }\n");
  const byName = byLabel.replace(
    "matchLabels: { kubernetes.io/metadata.name: shop }",
    "matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [shop] }]",
  );
  expect(changesBetween(byLabel, byName)).toEqual(["neutral rewritten database"]);
});

test("a policy that goes with its application takes nothing from anybody", () => {
  const before = database() + workload("database", "app: database") + workload("other", "app: other");
  expect(changesBetween(before, workload("other", "app: other"))).toEqual([
    "neutral isolation-lost ingress payments/app=database (application-removed)",
  ]);
});

test("a policy whose workload was replaced by one with other labels selects nobody", () => {
  const before = database() + workload("database", "app: database");
  const after = database() + workload("store", "app: store");
  expect(changesBetween(before, after)).toEqual(["widened orphaned database payments/Deployment/database"]);
});

test("a workload in the network of its node passes by the policies that select it", () => {
  const before = database() + workload("database", "app: database");
  const after = database() + workload("database", "app: database", ", hostNetwork: true");
  expect(changesBetween(before, after)).toEqual(["widened bypassed database payments/Deployment/database"]);
});

test("a policy without a namespace that moves to another folder is the same policy", () => {
  const policy = database().replace(", namespace: payments", "");
  const view = {
    name: "",
    before: resourcesFrom(policy, "apps/old/policy.yaml", "before"),
    after: resourcesFrom(policy, "apps/new/policy.yaml"),
  };
  expect(connectivityChanges(view)).toEqual([]);
});

test("a policy that admits everything isolates nobody", () => {
  const allowAll = denyAll.replace("Ingress, Egress]", "Ingress], ingress: [{}]");
  expect(changesBetween(allowAll, "")).toEqual(["neutral rewritten default-deny"]);
});

test("the name of a port that a workload no longer has lets nothing in", () => {
  const named = database().replace("5432", "sql");
  const [has, lacks] = [
    workload("database", "app: database"),
    workload("database", "app: database").replace("name: sql, ", ""),
  ];
  expect(changesBetween(named + has, named + lacks)).toEqual([
    "narrowed closed ingress payments/Deployment/database (policy): TCP 5432",
  ]);
});
