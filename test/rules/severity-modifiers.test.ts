import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { modifiers } from "../../src/rules/severity-modifiers.ts";
import { eventsBetween } from "../support/review-example.ts";

const ingress = (path: string, ranges: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/whitelist-source-range: ${ranges}
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: ${path}, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`;
const severityAt = async (path: string) => {
  const side = (ranges: string) => ({
    "a.yaml": ingress(path, ranges),
    "b.yaml": ingress("/", "10.0.0.0/8").replace("name: shop", "name: root"),
  });
  const events = await eventsBetween(side("10.0.0.0/8"), side("10.0.0.0/7"));
  return events.map(({ rule, severity }) => `${rule} ${severity}`);
};

test("a wider list weighs more on the path of payments than elsewhere", async () => {
  expect(await severityAt("/checkout")).toEqual(["source-range-widened critical"]);
  expect(await severityAt("/catalogue")).toEqual(["source-range-widened high"]);
});

test.each([
  ["exposure", "source-range-widened"],
  ["access", "secrets-made-readable"],
] as const)("the page of a rule of %s says what moves its severity", (topic, rule) => {
  const page = readFileSync(`docs/rules/${rule}.md`, "utf8");
  expect(modifiers[topic]?.filter((text) => !page.includes(text))).toEqual([]);
});
