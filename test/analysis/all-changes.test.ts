import { expect, test } from "@jest/globals";
import { eventsBetween } from "../support/review-example.ts";

const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`;

test("an object in a file that cannot be read any more is not reported as gone", async () => {
  const events = await eventsBetween({ "shop.yaml": ingress }, { "shop.yaml": ingress.replace("spec:", "  spec: [") });
  expect(events.map(({ rule, direction }) => ({ rule, direction }))).toEqual([
    { rule: "manifest-not-understood", direction: "unknown" },
  ]);
});

test("an object that is deleted is reported as gone although another file cannot be read", async () => {
  const events = await eventsBetween(
    { "shop.yaml": ingress, "other.yaml": "a: b\n" },
    { "other.yaml": "kind: Ingress\na: [\n" },
  );
  expect(events.map(({ rule, direction }) => ({ rule, direction }))).toContainEqual({
    rule: "exposure-changed",
    direction: "narrowed",
  });
});
