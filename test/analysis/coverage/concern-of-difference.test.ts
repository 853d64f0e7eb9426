import { describe, expect, test } from "@jest/globals";
import { concernOfDifference, wordsOf } from "../../../src/analysis/coverage/concern-of-difference.ts";
import type { Plain } from "../../../src/kubernetes/resource.ts";

describe("routing", () => {
  test.each([
    "ingress.enabled",
    "ingress.main.hosts.0.host",
    "ingress.storage.enabled",
    "grafana.ingress.enabled",
    "redis.ingress.host",
    "route.app.hostnames.0",
    "httpRoute.parentRefs.0.name",
    "gateway.listeners.0.hostname",
    "service.main.loadBalancerIP",
    "service.externalIPs.0",
    "service.main.type",
    "controller.hostNetwork",
    "controller.config.whitelist-source-range",
    "networkPolicy.enabled",
    "oauth2Proxy.enabled",
    "app.domain",
    "SECRET_DOMAIN",
    "global.hosts.https",
    "server.tls.enabled",
    "auth.anonymous.enabled",
    "cloudflared.config.ingress.0.hostname",
  ])("%s", (path) => expect(concern(path)).toBe("routing"));
});

describe("access", () => {
  test.each([
    "rbac.create",
    "serviceAccount.name",
    "serviceAccountName",
    "prometheus.serviceAccount.annotations.x",
    "clusterRole.rules.0.verbs.0",
    "clusterRoleBinding.create",
    "automountServiceAccountToken",
  ])("%s", (path) => expect(concern(path)).toBe("access"));
});

describe("neither", () => {
  test.each([
    "image.tag",
    "ingress-nginx.controller.image.tag",
    "ingress-nginx.controller.replicaCount",
    "gateway.resources.limits.memory",
    "controllers.main.containers.app.image.repository",
    "env.DB_HOST",
    "env.0.value",
    "externalDatabase.host",
    "redis.auth.enabled",
    "smtp.host",
    "smtpHost",
    "persistence.data.hostPath",
    "hostAliases.0.ip",
    "alertmanager.config.route.receiver",
    "alertmanager.config.route.routes.0.matchers.0",
    "nodeSelector.role",
    "podLabels.role",
    "sops.mac",
    "service.main.ports.http.port",
    "resources.requests.cpu",
    "dashboards.traefik",
    "socketLB.hostNamespaceOnly",
    "configMaps.app.data.auth",
  ])("%s", (path) => expect(concern(path)).toBe("other"));
});

describe("annotations", () => {
  test.each([
    [["ingress", "annotations", "nginx.ingress.kubernetes.io/auth-url"], "routing"],
    [["podAnnotations", "checksum/config"], "other"],
    [["podAnnotations", "prometheus.io/scrape"], "other"],
    [["service", "main", "annotations", "lbipam.example.io/ips"], "routing"],
    [["commonAnnotations", "external-dns.alpha.kubernetes.io/hostname"], "routing"],
    [["serviceAccount", "annotations", "eks.amazonaws.com/role-arn"], "access"],
    [["ingress", "main", "annotations", "gethomepage.dev/name"], "other"],
  ])("%j is %s", (path, expected) => expect(concernOfDifference({ path, before: "a", after: "b" })).toBe(expected));
});

describe("values", () => {
  test("a Service type speaks under any key", () => {
    expect(concern("exposure.kind", "ClusterIP", "LoadBalancer")).toBe("routing");
  });

  test("a flag that loosens a server speaks under any key", () => {
    expect(concern("server.extraArgs.0", null, "--insecure")).toBe("routing");
  });

  test("a manifest inside a string speaks by its kind", () => {
    expect(concern("extra.0", null, "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n")).toBe("access");
    expect(concern("extra.0", "apiVersion: networking.k8s.io/v1\nkind: Ingress\n", null)).toBe("routing");
  });

  test("an empty mapping changes nothing when Helm merges it, an empty list does", () => {
    expect(concern("ingress.labels", undefined, {})).toBe("other");
    expect(concern("ingress.tls", undefined, [])).toBe("routing");
  });
});

test("words of keys in every spelling", () => {
  expect(wordsOf("ingressClassName")).toEqual(["ingress", "class", "name"]);
  expect(wordsOf("DB_HOST")).toEqual(["db", "host"]);
  expect(wordsOf("load-balancer")).toEqual(["load", "balancer"]);
});

function concern(path: string, before: Plain | undefined = "a", after: Plain | undefined = "b") {
  const steps = path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  return concernOfDifference({ path: steps, before, after });
}
