import { expect, test } from "@jest/globals";
import { changesBetween, outline } from "../ingress-texts.ts";

function deployment(image: string, args: readonly string[]): string {
  return JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "edge", namespace: "ingress" },
    spec: { template: { spec: { containers: [{ name: "edge", image, args }] } } },
  });
}

function configMap(name: string, data: Readonly<Record<string, string>>): string {
  return JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "ingress" }, data });
}

test.each([
  ["docker.io/library/traefik:v3.5", "--providers.kubernetescrd.allowCrossNamespace=true"],
  ["traefik", "--api.insecure"],
  ["nginx/nginx-ingress:5.2.0", "-enable-snippets"],
  ["quay.io/jcmoraisjr/haproxy-ingress:v0.15@sha256:00", "--allow-cross-namespace=true"],
])("%s %s", (image, flag) => {
  const [before, after] = [deployment(image, ["--log"]), deployment(image, ["--log", flag])];
  const [change, ...others] = changesBetween([before], [after]);
  expect(others).toEqual([]);
  expect(change).toMatchObject({ facet: "hardening", direction: "widened", subject: "scope" });
  expect(change?.because[0]?.file).toBe("after-0.yaml");
  expect(outline(changesBetween([after], [before]))).toEqual(["hardening narrowed"]);
});

test("a guard that stays on is no change, nor is the argument of another program", () => {
  const on = deployment("traefik:v3", ["--api.insecure=false"]);
  expect(changesBetween([deployment("traefik:v3", [])], [on])).toEqual([]);
  expect(changesBetween([deployment("redis:8", [])], [deployment("redis:8", ["--api.insecure"])])).toEqual([]);
});

test("a ConfigMap of HAProxy Ingress and of Envoy Gateway", () => {
  const haproxy = (value: string) => configMap("haproxy-ingress", { "cross-namespace-secrets-ca": value });
  expect(outline(changesBetween([haproxy("deny")], [haproxy("allow")]))).toEqual(["hardening widened"]);
  const envoy = (value: boolean) =>
    configMap("envoy-gateway-config", { "envoy-gateway.yaml": `extensionApis:\n  enableEnvoyPatchPolicy: ${value}\n` });
  expect(outline(changesBetween([envoy(false)], [envoy(true)]))).toEqual(["hardening widened"]);
});
