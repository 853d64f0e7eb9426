import { describe, expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

function gce(annotations: Annotations = {}, more: IngressText = {}): string {
  return ingress({ class: "gce", tls: [{ secret: "tls" }], ...more, annotations });
}

const frontend = "networking.gke.io/v1beta1.FrontendConfig";
const withFrontend = gce({ [frontend]: "edge" });

function frontendConfig(spec: object): string {
  const metadata = { name: "edge", namespace: "shop" };
  return JSON.stringify({ apiVersion: "networking.gke.io/v1beta1", kind: "FrontendConfig", metadata, spec });
}

function service(annotations: Annotations, ports: readonly object[] = [{ name: "http", port: 80 }]): string {
  const metadata = { name: "web", namespace: "shop", annotations };
  return JSON.stringify({ apiVersion: "v1", kind: "Service", metadata, spec: { ports } });
}

function backendConfig(spec: object, name = "guard"): string {
  const metadata = { name, namespace: "shop" };
  return JSON.stringify({ apiVersion: "cloud.google.com/v1", kind: "BackendConfig", metadata, spec });
}

const guarded = service({ "cloud.google.com/backend-config": '{"default":"guard"}' });

describe("the Ingress and its FrontendConfig", () => {
  const cases: Record<string, [string[], string[], string]> = {
    "plain HTTP is closed": [[gce({ "kubernetes.io/ingress.allow-http": "false" })], [gce()], "redirect"],
    "a value that nobody can read": [
      [gce({ "kubernetes.io/ingress.allow-http": "false" })],
      [gce({ "kubernetes.io/ingress.allow-http": "off" })],
      "redirect",
    ],
    "plain HTTP is sent to HTTPS": [
      [withFrontend, frontendConfig({ redirectToHttps: { enabled: true } })],
      [withFrontend, frontendConfig({ redirectToHttps: { enabled: false } })],
      "redirect",
    ],
    "certificates of the project": [
      [gce({ "ingress.gcp.kubernetes.io/pre-shared-cert": "shop-cert" }, { tls: [] })],
      [gce({}, { tls: [] })],
      "tls",
    ],
    "managed certificates": [
      [gce({ "networking.gke.io/managed-certificates": "shop-cert" }, { tls: [] })],
      [gce({}, { tls: [] })],
      "tls",
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [strong, weak, facet]) => {
    expect(outline(changesBetween(strong, weak))).toEqual([`${facet} widened`]);
    expect(outline(changesBetween(weak, strong))).toEqual([`${facet} narrowed`]);
  });

  test("the code of a redirect protects nobody", () => {
    const redirect = (responseCodeName: string) =>
      frontendConfig({ redirectToHttps: { enabled: true, responseCodeName } });
    const changes = changesBetween([withFrontend, redirect("FOUND")], [withFrontend, redirect("SEE_OTHER")]);
    expect(outline(changes)).toEqual(["annotation neutral"]);
  });

  test("a policy is known by its name", () => {
    const changes = changesBetween(
      [withFrontend, frontendConfig({ sslPolicy: "modern" })],
      [withFrontend, frontendConfig({})],
    );
    expect(outline(changes)).toEqual(["tlsVersion unknown"]);
    expect(changes[0]).toMatchObject({
      because: [{ file: "before-1.yaml" }, {}],
      resource: { kind: "FrontendConfig" },
    });
  });

  test("a config that is not in the repository is unknown", () => {
    expect(outline(changesBetween([gce()], [withFrontend]))).toEqual(["redirect unknown", "tlsVersion unknown"]);
  });

  test("domains of a managed certificate", () => {
    const managed = (domain: string) => `
apiVersion: networking.gke.io/v1
kind: ManagedCertificate
metadata: { name: shop-cert, namespace: shop }
spec: { domains: [${domain}] }`;
    const edge = gce({ "networking.gke.io/managed-certificates": "shop-cert" }, { tls: [] });
    const changes = changesBetween([edge, managed("SHOP.example.com")], [edge, managed("other.example.com")]);
    expect(outline(changes)).toEqual(["tls widened"]);
    expect(changes[0]?.because[0]).toMatchObject({ file: "after-1.yaml" });
  });
});

describe("the Service and its BackendConfig", () => {
  const cases: Record<string, [object, object, string]> = {
    "Cloud Armor": [{ securityPolicy: { name: "armor" } }, { securityPolicy: { name: "" } }, "waf"],
    "Identity-Aware Proxy": [
      { iap: { enabled: true, oauthclientCredentials: { secretName: "client" } } },
      { iap: { enabled: false, oauthclientCredentials: { secretName: "client" } } },
      "auth",
    ],
    logging: [{ logging: { enable: true } }, { logging: { enable: false } }, "accessLog"],
    "a share of the log": [{}, { logging: { enable: true, sampleRate: 0.1 } }, "accessLog"],
    "an identity header": [{ customRequestHeaders: { headers: ["X-User:{client_region}"] } }, {}, "requestHeaders"],
    "a security header": [{ customResponseHeaders: { headers: ["X-Frame-Options:DENY"] } }, {}, "responseHeaders"],
    HSTS: [{ customResponseHeaders: { headers: ["Strict-Transport-Security: max-age=3600"] } }, {}, "hsts"],
  };
  test.each(Object.entries(cases))("%s", (_, [strong, weak, facet]) => {
    const [was, is] = [
      [gce(), guarded, backendConfig(strong)],
      [gce(), guarded, backendConfig(weak)],
    ];
    const changes = changesBetween(was, is);
    expect(outline(changes)).toEqual([`${facet} widened`]);
    expect(changes[0]?.because[0]).toMatchObject({ file: expect.stringMatching(/-2\.yaml$/) });
    expect(outline(changesBetween(is, was))).toEqual([`${facet} narrowed`]);
  });

  test("the annotation of the Service attaches it", () => {
    const config = backendConfig({ securityPolicy: { name: "armor" } });
    const detached = changesBetween([gce(), guarded, config], [gce(), service({}), config]);
    expect(outline(detached)).toContain("waf widened");
    expect(outline(changesBetween([gce(), guarded, config], [gce(), guarded]))).toContain("waf unknown");
  });

  test("ports have configs of their own", () => {
    const configs = [backendConfig({ securityPolicy: { name: "armor" } }), backendConfig({}, "open")];
    const onPort = (ports: object) =>
      service({ "cloud.google.com/backend-config": JSON.stringify({ ports, default: "open" }) });
    const byNumber = [gce(), onPort({ 80: "guard" }), ...configs];
    const byName = [gce(), onPort({ http: "guard" }), ...configs];
    expect(outline(changesBetween(byNumber, byName)).filter((line) => line.startsWith("waf"))).toEqual([]);
    expect(outline(changesBetween(byNumber, [gce(), onPort({ 81: "guard" }), ...configs]))).toContain("waf widened");
  });

  test("the old name of the annotation counts where the new one is absent", () => {
    const config = backendConfig({ securityPolicy: { name: "armor" } });
    const old = service({ "beta.cloud.google.com/backend-config": '{"default":"guard"}' });
    const waf = outline(changesBetween([gce(), old, config], [gce(), guarded, config])).filter((line) =>
      /waf/.test(line),
    );
    expect(waf).toEqual([]);
  });

  test("TLS to the pods", () => {
    const secure = service({ "cloud.google.com/app-protocols": '{"http":"HTTPS"}' });
    expect(outline(changesBetween([gce(), secure], [gce(), service({})]))).toContain("backendTls widened");
  });

  test("a field that is not interpreted is still a change", () => {
    const cdn = changesBetween(
      [gce(), guarded, backendConfig({ cdn: { enabled: false } })],
      [gce(), guarded, backendConfig({ cdn: { enabled: true } })],
    );
    expect(outline(cdn)).toEqual(["annotation unknown"]);
    expect(cdn[0]?.because[0]).toMatchObject({ file: "after-2.yaml" });
    const timeout = changesBetween(
      [gce(), guarded, backendConfig({ timeoutSec: 30 })],
      [gce(), guarded, backendConfig({ timeoutSec: 60 })],
    );
    expect(outline(timeout)).toEqual(["annotation neutral"]);
  });
});

describe("who can reach it", () => {
  test("the class decides", () => {
    const byAnnotation = (name: string) =>
      ingress({ class: null, annotations: { "kubernetes.io/ingress.class": name } });
    const [change, ...more] = changesBetween([byAnnotation("gce-internal")], [byAnnotation("gce")]);
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      facet: "entry",
      direction: "widened",
      to: { reach: "internet", controller: "gke" },
    });
  });

  test("another name of the address says nothing", () => {
    const at = (name: string) => gce({ "kubernetes.io/ingress.global-static-ip-name": name });
    expect(outline(changesBetween([at("a")], [at("b")]))).toEqual(["annotation neutral"]);
  });
});

test("paths end with a star or are exact", () => {
  const at = (path: string, type: string) => gce({}, { paths: [[path, type]] });
  expect(outline(changesBetween([at("/*", "ImplementationSpecific")], [at("/", "Prefix")]))).toEqual([]);
  expect(outline(changesBetween([at("/x", "ImplementationSpecific")], [at("/x", "Exact")]))).toEqual([]);
  expect(outline(changesBetween([at("/x/*", "ImplementationSpecific")], [at("/x", "Prefix")]))).toEqual([
    "path widened",
  ]);
});
