import { expect, test } from "@jest/globals";
import { eventsBetween } from "../../support/review-example.ts";

const shop = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`;

const ingress = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`;

const policy = (ingressRules: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress], ingress: ${ingressRules} }
`;

const messages = async (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  (await eventsBetween(before, after)).map(({ message }) => message);

test("a host whose pods admit nobody is told as closed", async () => {
  const files = { "shop.yaml": shop, "policy.yaml": policy("[]") };
  const [first] = await messages(files, { ...files, "ingress.yaml": ingress });
  expect(first).toContain("; at present `NetworkPolicy shop/web` lets nothing through to the pods behind it");
});

test("a host whose pods admit only their own namespace is told as closed to others", async () => {
  const files = { "shop.yaml": shop, "policy.yaml": policy("[{ from: [{ podSelector: {} }] }]") };
  const [first] = await messages(files, { ...files, "ingress.yaml": ingress });
  expect(first).toContain("lets only pods of `shop` through to the pods behind it");
});

test("a host whose pods admit the controller's namespace, or anybody, is not closed", async () => {
  for (const rules of [
    "[{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }] }]",
    "[{ from: [{ namespaceSelector: {} }] }]",
    "[{}]",
  ]) {
    const files = { "shop.yaml": shop, "policy.yaml": policy(rules) };
    expect((await messages(files, { ...files, "ingress.yaml": ingress })).join()).not.toContain("at present");
  }
});

test("a policy that opens pods behind a route names the host", async () => {
  const files = { "shop.yaml": shop, "ingress.yaml": ingress };
  const before = { ...files, "policy.yaml": policy("[]") };
  const after = { ...files, "policy.yaml": policy("[{ from: [{ namespaceSelector: {} }] }]") };
  expect((await messages(before, after)).join()).toContain("shop.example.com");
});
