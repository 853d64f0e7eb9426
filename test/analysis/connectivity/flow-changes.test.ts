import { expect, test } from "@jest/globals";
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
  expect(changesBetween(denyAll, "")).toEqual([
    "widened isolation-lost ingress payments/every pod (policy)",
    "widened isolation-lost egress payments/every pod (policy)",
  ]);
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
