import { expect, test } from "@jest/globals";
import { eventsBetween } from "../../support/review-example.ts";

const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec: { podSelector: { matchLabels: { app: api } }, policyTypes: [Ingress], ingress: [] }
`;

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec: { template: { metadata: { labels: { app: api } }, spec: { containers: [{ name: api }] } } }
`;

const release = (name: string) => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: shop }
spec: { chart: { spec: { chart: ${name}, sourceRef: { kind: HelmRepository, name: acme } } } }
`;

const other = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;

const told = async (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  (await eventsBetween({ ...before, "web/service.yaml": other }, { ...after, "web/service.yaml": other }))
    .filter(({ theme }) => theme === "connectivity")
    .map(({ rule, severity }) => `${severity} ${rule}`);

test("a policy that goes with its workload is for the record", async () => {
  expect(await told({ "api/policy.yaml": policy, "api/deployment.yaml": deployment }, {})).toEqual([
    "info connectivity-changed",
  ]);
});

test("a policy that goes with the release that made its pods is for the record", async () => {
  expect(await told({ "api/policy.yaml": policy, "api/release.yaml": release("api") }, {})).toEqual([
    "info connectivity-changed",
  ]);
});

test("a policy that goes while a release takes the place of its workload leaves pods open", async () => {
  const before = { "api/policy.yaml": policy, "api/deployment.yaml": deployment };
  expect(await told(before, { "api/release.yaml": release("api") })).toEqual(["critical isolation-lost"]);
  expect(await told(before, { "charts/release.yaml": release("api") })).toEqual(["critical isolation-lost"]);
});

test("a policy that goes while its release moves to another folder leaves pods open", async () => {
  const before = { "api/policy.yaml": policy, "api/release.yaml": release("api") };
  expect(await told(before, { "apps/api/release.yaml": release("api") })).toEqual(["critical isolation-lost"]);
});

test("a policy that goes with the release that its pods are named after is for the record, wherever both stood", async () => {
  const before = { "configs/policy.yaml": policy, "controllers/api.yaml": release("api") };
  expect(await told(before, {})).toEqual(["info connectivity-changed"]);
  const beside = { "controllers/web.yaml": release("web") };
  expect(await told({ ...before, ...beside }, beside)).toEqual(["info connectivity-changed"]);
  const similar = { "controllers/more.yaml": release("api-two") };
  expect(await told({ ...before, ...similar }, similar)).toEqual(["critical isolation-lost"]);
  expect(await told(before, { "controllers/api.yaml": release("api") })).toEqual(["critical isolation-lost"]);
});
