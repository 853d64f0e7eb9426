import { expect, test } from "@jest/globals";
import { eventsBetween } from "../../support/review-example.ts";

const role = (resources: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: app, namespace: shop }
rules:
  - { apiGroups: [""], resources: [${resources}], verbs: [get, list] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: app, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: app }
subjects:
  - { kind: ServiceAccount, name: app, namespace: shop }
`;

const web = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: { serviceAccountName: app, containers: [{ name: web }] }
`;

test("what an account gained names the workloads that run as it, in files that nobody touched", async () => {
  const before = { "rbac.yaml": role("configmaps"), "web.yaml": web };
  const events = await eventsBetween(before, { ...before, "rbac.yaml": role("configmaps, secrets") });
  expect(events.map(({ message }) => message)).toEqual([
    "`system:serviceaccount:shop:app` can now read Secrets in namespace `shop`; Deployment `web` runs as it",
  ]);
});

test("rights without power name nobody", async () => {
  const before = { "rbac.yaml": role("configmaps"), "web.yaml": web };
  const events = await eventsBetween(before, { ...before, "rbac.yaml": role("configmaps, services") });
  expect(events.map(({ message }) => message).join()).not.toContain("runs as it");
});
