import { describe, expect, test } from "@jest/globals";
import { changesBetween, ingress, outline } from "../ingress-texts.ts";

type Data = Readonly<Record<string, string>>;

function configMap(data: Data, name = "ingress-nginx-controller", labels: Data = {}): string {
  const metadata = { name, namespace: "ingress-nginx", labels };
  return JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata, data });
}

function controller(args: readonly string[] = [], version = "v1.15.1", name = "ingress-nginx-controller"): string {
  const image = `registry.k8s.io/ingress-nginx/controller:${version}@sha256:0000`;
  const containers = [{ name: "controller", image, args: ["/nginx-ingress-controller", ...args] }];
  return JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "ingress-nginx" },
    spec: { template: { spec: { containers } } },
  });
}

const secure = ingress({ tls: [{ hosts: ["shop.example.com"], secret: "shop-tls" }] });

function ofDefaults(before: Data, after: Data, ...others: string[]) {
  return changesBetween([configMap(before), ...others], [configMap(after), ...others]);
}

describe("equal meaning is no change", () => {
  test.each<[string, Data, Data]>([
    ["the default is written out", {}, { "ssl-redirect": "true", hsts: "true", "hsts-max-age": "31536000" }],
    ["versions in another order", { "ssl-protocols": "TLSv1.2 TLSv1.3" }, { "ssl-protocols": "TLSv1.3 TLSv1.2" }],
    ["the default size of bodies", { "proxy-body-size": "1m" }, { "proxy-body-size": "1024k" }],
    [
      "addresses in another order",
      { "whitelist-source-range": "10.0.0.0/8,1.1.1.1" },
      { "whitelist-source-range": "1.1.1.1/32, 10.0.0.0/8" },
    ],
    [
      "strong ciphers",
      { "ssl-ciphers": "ECDHE-RSA-AES128-GCM-SHA256" },
      { "ssl-ciphers": "ECDHE-RSA-AES256-GCM-SHA384" },
    ],
  ])("%s", (_, before, after) => {
    expect(ofDefaults(before, after)).toEqual([]);
    expect(ofDefaults(before, after, secure)).toEqual([]);
  });

  test("a ConfigMap that says nothing is added", () => {
    expect(changesBetween([secure], [secure, configMap({})])).toEqual([]);
  });
});

describe("settings of the controller", () => {
  test.each<[string, Data, Data, string]>([
    ["an old version of TLS", {}, { "ssl-protocols": "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3" }, "tlsVersion widened"],
    ["a version that a template names", {}, { "ssl-protocols": "${PROTOCOLS}" }, "tlsVersion unknown"],
    ["a weak cipher", {}, { "ssl-ciphers": "ECDHE-RSA-AES128-GCM-SHA256:DES-CBC3-SHA" }, "ciphers widened"],
    ["no HSTS", {}, { hsts: "false" }, "hsts widened"],
    ["HSTS for an hour", {}, { "hsts-max-age": "3600" }, "hsts widened"],
    ["HSTS without subdomains", {}, { "hsts-include-subdomains": "false" }, "hsts widened"],
    ["snippets are allowed", {}, { "allow-snippet-annotations": "true" }, "hardening widened"],
    [
      "every risk is accepted",
      { "annotations-risk-level": "High" },
      { "annotations-risk-level": "Critical" },
      "hardening widened",
    ],
    ["paths of any form", {}, { "strict-validate-path-type": "false" }, "hardening widened"],
    ["Secrets of other namespaces", {}, { "allow-cross-namespace-resources": "true" }, "hardening widened"],
    [
      "the words that are refused are emptied",
      { "annotation-value-word-blocklist": "load_module,_by_lua" },
      {},
      "hardening widened",
    ],
    [
      "a word fewer is refused",
      { "annotation-value-word-blocklist": "load_module,_by_lua" },
      { "annotation-value-word-blocklist": "load_module" },
      "annotation unknown",
    ],
    ["headers of anyone are believed", {}, { "use-forwarded-headers": "true" }, "clientIp widened"],
    [
      "any proxy is believed",
      { "use-forwarded-headers": "true", "proxy-real-ip-cidr": "10.0.0.0/8" },
      { "use-forwarded-headers": "true" },
      "clientIp widened",
    ],
    ["the shared check goes", { "global-auth-url": "https://sso.example.com" }, {}, "auth widened"],
    ["the shared list of addresses goes", { "whitelist-source-range": "10.0.0.0/8" }, {}, "sourceRange widened"],
    ["the blocked addresses go", { "block-cidrs": "192.0.2.0/24" }, {}, "sourceRange widened"],
    ["no redirect", {}, { "ssl-redirect": "false" }, "redirect widened"],
    ["bodies of any size", {}, { "proxy-body-size": "0" }, "bodyLimit widened"],
    ["a snippet for all", {}, { "http-snippet": "server { listen 8080; }" }, "snippet widened"],
    ["a key that nobody reads", {}, { "custom-http-errors": "401,403" }, "annotation unknown"],
    ["tuning", {}, { "proxy-read-timeout": "600" }, "annotation neutral"],
  ])("%s", (_, before, after, expected) => {
    const changes = ofDefaults(before, after);
    expect(outline(changes)).toEqual([expected]);
    expect(changes[0]).toMatchObject({ subject: "scope", resource: { kind: "ConfigMap" } });
  });
});

describe("the ConfigMap decides where an Ingress says nothing", () => {
  test.each<[string, Data, Data, string]>([
    ["no redirect", {}, { "ssl-redirect": "false" }, "redirect widened"],
    ["a list of addresses", { "whitelist-source-range": "10.0.0.0/8" }, {}, "sourceRange widened"],
    ["blocked addresses", { "block-cidrs": "192.0.2.0/24" }, {}, "sourceRange widened"],
    ["an old version", {}, { "ssl-protocols": "TLSv1.1 TLSv1.2" }, "tlsVersion widened"],
    ["a weak cipher", {}, { "ssl-ciphers": "RC4-SHA" }, "ciphers widened"],
    ["no HSTS", {}, { hsts: "false" }, "hsts widened"],
    ["the shared check", { "global-auth-url": "https://sso.example.com" }, {}, "auth widened"],
    [
      "another shared check",
      { "global-auth-url": "https://a.io" },
      { "global-auth-url": "https://b.io" },
      "auth unknown",
    ],
    ["bodies of any size", {}, { "proxy-body-size": "0" }, "bodyLimit widened"],
  ])("%s", (_, before, after, expected) => {
    const [change, ...others] = ofDefaults(before, after, secure);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ subject: "route", resource: { kind: "ConfigMap" } });
    expect(outline(change ? [change] : [])).toEqual([expected]);
    expect(change?.because.every(({ file }) => file.endsWith("-0.yaml"))).toBe(true);
  });

  test.each<[string, Data, Data, Data]>([
    ["its own list", { "whitelist-source-range": "10.0.0.0/8" }, {}, { "whitelist-source-range": "172.16.0.0/12" }],
    ["its own redirect", {}, { "ssl-redirect": "false" }, { "ssl-redirect": "true" }],
    ["its own check", { "global-auth-url": "https://a.io" }, {}, { "auth-url": "https://b.io" }],
    ["its own size", {}, { "proxy-body-size": "0" }, { "proxy-body-size": "8m" }],
  ])("an Ingress with %s is not affected", (_, before, after, annotations) => {
    const own = ingress({ annotations, tls: [{ hosts: ["shop.example.com"], secret: "shop-tls" }] });
    expect(ofDefaults(before, after, own).map(({ subject }) => subject)).toEqual(["scope"]);
  });

  test("an Ingress declines the shared check", () => {
    const shared = configMap({ "global-auth-url": "https://sso.example.com" });
    const declined = ingress({ annotations: { "enable-global-auth": "false" } });
    const [change] = changesBetween([shared, ingress()], [shared, declined]);
    expect(change).toMatchObject({ facet: "auth", direction: "widened", to: { exempt: "enable-global-auth: false" } });
    expect(outline(changesBetween([ingress()], [declined]))).toEqual(["annotation unknown"]);
  });

  test("a location is exempt from authentication by its first characters", () => {
    const shop = ingress({ paths: [["/"], ["/healthz"]], annotations: { "auth-url": "https://sso.example.com" } });
    const [change, ...others] = changesBetween(
      [configMap({}), shop],
      [configMap({ "no-auth-locations": "/.well-known/acme-challenge,/health" }), shop],
    );
    expect(others).toEqual([]);
    expect(change).toMatchObject({ facet: "auth", direction: "widened", targets: [{ path: "/healthz" }] });
  });

  test("of several ConfigMaps the one counts whose controller serves the class", () => {
    const [inside, outside] = ["internal", "external"].map((name) =>
      controller([`--configmap=ingress-nginx/nginx-${name}`, `--ingress-class=nginx-${name}`], "v1.15.1", name),
    );
    const of = (data: Data) => [
      inside ?? "",
      outside ?? "",
      configMap(data, "nginx-internal"),
      configMap({}, "nginx-external"),
    ];
    const served = (name: string) => ingress({ class: name });
    const weak = { "whitelist-source-range": "10.0.0.0/8" };
    const subjects = (name: string) =>
      changesBetween([...of(weak), served(name)], [...of({}), served(name)]).map(({ subject }) => subject);
    expect(subjects("nginx-internal")).toEqual(["route"]);
    expect(subjects("nginx-external")).toEqual(["scope"]);
  });

  test("which of several ConfigMaps counts is assumed if nothing tells", () => {
    const both = [configMap({ "ssl-redirect": "false" }), configMap({}, "nginx-configuration")];
    const changes = changesBetween([...both, secure], [...both, ingress()]);
    expect(changes[0]?.assumptions.join()).toMatch(/which of 2 ConfigMaps/);
  });
});

describe("the controller itself", () => {
  test.each<[string, string, string, string[]]>([
    [
      "annotations are no longer validated",
      controller(),
      controller(["--enable-annotation-validation=false"]),
      ["hardening widened"],
    ],
    ["passthrough becomes possible", controller(), controller(["--enable-ssl-passthrough"]), ["hardening widened"]],
    [
      "another certificate by default",
      controller(["--default-ssl-certificate=a/b"]),
      controller(["--default-ssl-certificate=a/c"]),
      ["annotation unknown"],
    ],
    ["more is logged", controller(), controller(["--v=5"]), ["annotation neutral"]],
    ["an older version with known holes", controller([], "v1.15.1"), controller([], "v1.11.4"), ["endOfLife widened"]],
    ["a newer version", controller([], "v1.11.4"), controller([], "v1.12.1"), ["endOfLife narrowed"]],
    ["a version with the same holes", controller([], "v1.14.4"), controller([], "v1.15.0"), []],
  ])("%s", (_, before, after, expected) => {
    const changes = changesBetween([before], [after]);
    expect(outline(changes)).toEqual(expected);
    if (expected.length > 0) expect(changes[0]?.because[0]?.text).toMatch(/controller|--/);
  });
});

describe("the first Ingress that relies on a retired controller", () => {
  const contour = ingress({ name: "old", class: "contour", hosts: ["old.example.com"] });

  test("it is a decision of its own", () => {
    const [change] = changesBetween([contour], [contour, ingress()]).filter(({ facet }) => facet === "endOfLife");
    expect(change).toMatchObject({ direction: "widened", targets: [{ label: "Ingress `shop/shop`" }] });
    expect(change?.because[0]?.text).toContain("ingressClassName");
  });

  test("the second one is none, wherever the first one stands", () => {
    const first = ingress({ name: "first", hosts: ["first.example.net"] });
    const changes = changesBetween([contour, first], [contour, first, ingress()]);
    expect(outline(changes)).toEqual(["host widened"]);
  });

  test("nor is one whose controller is not known", () => {
    expect(outline(changesBetween([contour], [contour, ingress({ class: "public" })]))).toEqual(["host widened"]);
  });
});

describe("passthrough", () => {
  const passed = ingress({ annotations: { "ssl-passthrough": "true", "auth-url": "https://sso.example.com" } });
  const plain = ingress({ annotations: { "auth-url": "https://sso.example.com" } });
  const told = (before: readonly string[], after: readonly string[]) =>
    outline(changesBetween(before, after)).filter((one) => /^(passthrough|auth) /.test(one));

  test("the annotation does nothing beside a controller that was not told to", () => {
    expect(told([plain, controller()], [passed, controller()])).toEqual([]);
    expect(told([plain], [passed])).toEqual(["auth widened", "passthrough widened"]);
  });

  test("the controller is told to", () => {
    const flag = controller(["--enable-ssl-passthrough"]);
    const [change] = changesBetween([controller(), passed], [flag, passed]).filter(
      ({ facet }) => facet === "passthrough",
    );
    expect(change).toMatchObject({ direction: "widened", resource: { kind: "Deployment" } });
    expect(change?.because[0]?.text).toContain("enable-ssl-passthrough");
  });

  test("a controller of another class says nothing", () => {
    const other = controller(["--ingress-class=other", "--controller-class=example.com/other"]);
    expect(told([plain, other], [passed, other])).toEqual(["auth widened", "passthrough widened"]);
  });
});

describe("a value that is too long", () => {
  const list = (last: number) =>
    Array.from({ length: 2000 }, (_, index) => `10.${index >> 8}.${index & 255}.${last}`).join();

  test("is not repeated by every route, and still compared", () => {
    const changes = ofDefaults({ "whitelist-source-range": list(1) }, { "whitelist-source-range": list(2) }, secure);
    expect(outline(changes)).toEqual(["sourceRange unknown"]);
    expect(changes[0]?.subject).toBe("scope");
  });
});

describe("raw ports", () => {
  const tcp = (data: Data, name = "tcp-services") => configMap(data, name);

  test("an entry opens a port, and another one closes it", () => {
    const opened = changesBetween([tcp({})], [tcp({ "5432": "data/postgres:5432" })]);
    expect(opened).toMatchObject([
      {
        facet: "host",
        direction: "widened",
        targets: [{ label: "TCP port 5432 of `ingress-nginx ingress-nginx/tcp-services`" }],
        backends: [{ namespace: "data", name: "postgres", port: "5432" }],
      },
    ]);
    expect(outline(changesBetween([tcp({ "53": "dns/dns:53" }, "udp-services")], [tcp({}, "udp-services")]))).toEqual([
      "host narrowed",
    ]);
  });

  test("a port leads elsewhere", () => {
    const changes = changesBetween([tcp({ "1": "a/b:1" })], [tcp({ "1": "a/c:1" })]);
    expect(outline(changes)).toEqual(["backend unknown"]);
  });

  test("the address of the client is what the load balancer says", () => {
    const changes = changesBetween([tcp({ "1": "a/b:1" })], [tcp({ "1": "a/b:1:PROXY" })]);
    expect(outline(changes)).toEqual(["clientIp widened"]);
  });

  test("the controller names the ConfigMap", () => {
    const named = controller(["--tcp-services-configmap=$(POD_NAMESPACE)/ports"]);
    expect(outline(changesBetween([named, tcp({}, "ports")], [named, tcp({ "22": "git/ssh:22" }, "ports")]))).toEqual([
      "host widened",
    ]);
  });

  test("an entry that nobody understands is a problem", () => {
    expect(outline(changesBetween([tcp({})], [tcp({ "22": "ssh" })]))).toEqual(["problem unknown"]);
  });
});
