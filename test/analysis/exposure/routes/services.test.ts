import { describe, expect, test } from "@jest/globals";
import { compareExposure } from "../../../../src/analysis/exposure/exposure-changes.ts";
import { changesBetween, ingress, outline, read } from "../ingress-texts.ts";

type Spec = Readonly<Record<string, unknown>>;
type Annotations = Readonly<Record<string, string>>;

const service = (spec: Spec = {}, annotations: Annotations = {}, name = "web") =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "shop", annotations },
    spec: { selector: { app: "web" }, ports: [{ port: 443 }], ...spec },
  });
const balancer = (spec: Spec = {}, annotations: Annotations = {}) =>
  service({ type: "LoadBalancer", ...spec }, annotations);
const between = (before: string, after: string) => outline(changesBetween([before], [after]));
const aws = (key: string) => `service.beta.kubernetes.io/aws-load-balancer-${key}`;

function reachOf(spec: Spec, annotations: Annotations = {}) {
  const [change] = changesBetween([], [balancer(spec, annotations)]);
  return [change?.entries.after?.reach, change?.entries.after?.stated];
}

describe("doors", () => {
  test("a ClusterIP Service is none, and one that becomes more opens each of its ports in one change", () => {
    expect(changesBetween([], [service()])).toEqual([]);
    const ports = [{ port: 80 }, { port: 443 }, { port: 53, protocol: "UDP" }];
    const [change, ...others] = changesBetween([service({ ports })], [balancer({ ports })]);
    expect(others).toEqual([]);
    expect(change?.targets.map(({ label }) => label)).toEqual([
      "TCP port 80 of `Service shop/web`",
      "TCP port 443 of `Service shop/web`",
      "UDP port 53 of `Service shop/web`",
    ]);
    expect(change?.direction).toBe("widened");
  });

  test("a load balancer on top of ports of the nodes is a change of the entry, whichever way", () => {
    expect(between(service({ type: "NodePort" }), balancer())).toEqual(["entry unknown"]);
    expect(between(balancer(), service({ type: "NodePort" }))).toEqual(["entry unknown"]);
    expect(between(balancer({ allocateLoadBalancerNodePorts: false }), balancer())).toEqual(["entry unknown"]);
    expect(between(balancer({ allocateLoadBalancerNodePorts: true }), balancer())).toEqual([]);
  });

  test("an EventListener asks for the door of a Service, wherever it says so", () => {
    const listener = (spec: Spec, apiVersion = "triggers.tekton.dev/v1beta1") =>
      JSON.stringify({ apiVersion, kind: "EventListener", metadata: { name: "ci", namespace: "shop" }, spec });
    const type = (serviceType: string) => ({ resources: { kubernetesResource: { serviceType } } });
    const [change, ...others] = changesBetween([listener({})], [listener(type("LoadBalancer"))]);
    expect(others).toEqual([]);
    expect(change?.targets.map(({ label }) => label)).toEqual(["TCP port 8080 of `Service shop/el-ci`"]);
    expect(change?.direction).toBe("widened");
    expect(between(listener({ serviceType: "NodePort" }, "tekton.dev/v1alpha1"), listener({}))).toEqual([
      "host narrowed",
    ]);
    expect(between(listener({ serviceType: "NodePort" }), listener(type("NodePort")))).toEqual([]);
    expect(between(listener({ triggers: [] }), listener({ triggers: [{ name: "push" }] }))).toEqual([]);
  });

  test("external addresses are doors of their own", () => {
    const changes = changesBetween([service()], [service({ externalIPs: ["203.0.113.53", "10.0.0.8", "10.0.0.8"] })]);
    expect(changes.flatMap(({ targets }) => targets.map(({ label }) => label))).toEqual([
      "TCP port 443 of `Service shop/web at 203.0.113.53`",
      "TCP port 443 of `Service shop/web at 10.0.0.8`",
    ]);
    const both = changesBetween([service()], [balancer({ externalIPs: ["10.0.0.8"] })]);
    expect(both.map(({ entries }) => entries.after?.controller)).toEqual(["LoadBalancer", "externalIPs"]);
  });

  test("the change points to the type and the port", () => {
    const [change] = changesBetween(
      ["apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n    - port: 1\n"],
      ["apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  type: NodePort\n  ports:\n    - port: 1\n"],
    );
    expect(change?.because.map(({ file, line }) => `${file}:${line}`)).toEqual(["after-0.yaml:5", "after-0.yaml:7"]);
  });

  test("what the API server refuses is a problem", () => {
    expect(between(service(), balancer({ ports: [] }))).toEqual(["problem unknown"]);
    expect(between(service(), balancer({ ports: [{ name: "http" }] }))).toEqual(["problem unknown", "problem unknown"]);
    expect(between(service(), service({ type: "Loadbalancer" }))).toContain("problem unknown");
  });

  test("too many doors are not multiplied out", () => {
    const externalIPs = Array.from({ length: 300 }, (_, index) => `10.1.${index >> 8}.${index & 255}`);
    const ports = Array.from({ length: 300 }, (_, index) => ({ name: `p${index}`, port: index + 1 }));
    expect(between(service(), service({ externalIPs, ports }))).toEqual(["problem unknown"]);
  });

  test("a Service is understood where it is a door on one side, and only there", () => {
    const states = { name: "", before: read([service()], "before"), after: read([balancer()], "after") };
    const { understood } = compareExposure(states, { controllers: {} });
    expect(states.before.every(understood)).toBe(true);
    const inside = { ...states, after: read([service({}, { "tailscale.com/expose": "true" })], "after") };
    expect(inside.after.some(compareExposure(inside, { controllers: {} }).understood)).toBe(false);
  });
});

describe("who reaches a load balancer", () => {
  test.each([
    ["no cloud is known", {}, {}, "unknown", false],
    ["AWS, its own controller", {}, { [aws("type")]: "external" }, "private-network", false],
    ["AWS, by class", { loadBalancerClass: "service.k8s.aws/nlb" }, {}, "private-network", false],
    ["AWS, the controller in Kubernetes", {}, { [aws("type")]: "nlb" }, "internet", false],
    ["AWS, internal", {}, { [aws("scheme")]: "internal", [aws("type")]: "nlb" }, "private-network", true],
    ["AWS, public", {}, { [aws("scheme")]: "internet-facing", [aws("type")]: "external" }, "internet", true],
    ["AWS, the older annotation", {}, { [aws("internal")]: "0.0.0.0/0" }, "private-network", true],
    ["AWS, the older annotation off", {}, { [aws("internal")]: "false" }, "internet", true],
    ["AWS, a template", {}, { [aws("scheme")]: "${SCHEME}" }, "unknown", true],
    [
      "Azure, internal",
      {},
      { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" },
      "private-network",
      true,
    ],
    ["Azure, public by default", {}, { "service.beta.kubernetes.io/azure-dns-label-name": "shop" }, "internet", false],
    ["GKE, internal", {}, { "networking.gke.io/load-balancer-type": "Internal" }, "private-network", true],
    ["GKE, the older annotation", {}, { "cloud.google.com/load-balancer-type": "internal" }, "private-network", true],
    [
      "OpenStack, internal",
      {},
      { "service.beta.kubernetes.io/openstack-internal-load-balancer": "true" },
      "private-network",
      true,
    ],
    ["a private address", { loadBalancerIP: "10.0.0.5" }, {}, "private-network", true],
    ["a public address", { loadBalancerIP: "198.51.100.5" }, {}, "internet", true],
    ["MetalLB, both", {}, { "metallb.universe.tf/loadBalancerIPs": "10.0.0.5,2001:db8::1" }, "internet", true],
    ["Cilium", {}, { "lbipam.cilium.io/ips": "192.168.1.9" }, "private-network", true],
    ["an address that is filled in", { loadBalancerIP: "${EDGE_IP}" }, {}, "unknown", true],
    ["a tailnet", { loadBalancerClass: "tailscale" }, {}, "private-network", true],
  ] as const)("%s", (_, spec, annotations, reach, stated) => {
    expect(reachOf(spec, annotations)).toEqual([reach, stated]);
  });

  test("from private to public is wider, and the reverse narrower", () => {
    const [inside, outside] = [
      balancer({}, { [aws("scheme")]: "internal" }),
      balancer({}, { [aws("scheme")]: "internet-facing" }),
    ];
    expect(between(inside, outside)).toEqual(["entry widened"]);
    expect(between(outside, inside)).toEqual(["entry narrowed"]);
    expect(between(inside, balancer({}, { [aws("internal")]: "true" }))).toEqual([]);
  });

  test("where the scheme is dropped, nothing but a default is left", () => {
    const [change] = changesBetween(
      [balancer({}, { [aws("scheme")]: "internal", [aws("type")]: "external" })],
      [balancer({}, { [aws("type")]: "external" })],
    );
    expect(change?.entries.after).toMatchObject({ reach: "private-network", stated: false });
  });
});

describe("controls", () => {
  const range = (list: readonly string[]) => balancer({ loadBalancerSourceRanges: list });

  test("the list of accepted addresses, by field or annotation", () => {
    expect(between(range(["10.0.0.0/8"]), balancer())).toEqual(["sourceRange widened"]);
    expect(between(range(["10.0.0.0/8"]), range(["10.1.0.0/16"]))).toEqual(["sourceRange narrowed"]);
    expect(between(range(["10.0.0.0/9", "10.128.0.0/9"]), range(["10.0.0.0/8"]))).toEqual([]);
    const annotated = balancer({}, { "service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8" });
    expect(between(range(["10.0.0.0/8"]), annotated)).toEqual([]);
    expect(between(range([]), balancer())).toEqual([]);
    expect(between(range(["10.0.0.0/8"]), range(["${OFFICE}"]))).toEqual(["sourceRange unknown"]);
  });

  test("what a template fills in is unknown", () => {
    expect(between(range(["10.0.0.0/8"]), balancer({ loadBalancerSourceRanges: "${RANGES}" }))).toEqual([
      "sourceRange unknown",
    ]);
    expect(between(balancer({ externalTrafficPolicy: "Local" }), balancer({ externalTrafficPolicy: "${P}" }))).toEqual([
      "clientIp widened",
    ]);
    const log = (value: string) => balancer({}, { [aws("access-log-enabled")]: value });
    expect(between(log("false"), log("${LOG}"))).toEqual(["annotation unknown"]);
  });

  test("lists that a load balancer of AWS ignores", () => {
    const nlb = { [aws("type")]: "external" };
    const list = { loadBalancerSourceRanges: ["10.0.0.0/8"] };
    const groups = { ...nlb, [aws("security-groups")]: "sg-1" };
    expect(between(balancer(list, nlb), balancer(list, groups))).toEqual(["annotation unknown", "sourceRange widened"]);
    const hidden = { ...nlb, [aws("nlb-target-type")]: "ip" };
    const [change] = changesBetween([balancer(list, nlb)], [balancer(list, hidden)]).filter(
      ({ facet }) => facet === "sourceRange",
    );
    expect(change).toMatchObject({ to: { kind: "every", despite: expect.stringContaining("hides") } });
    const kept = { ...hidden, [aws("target-group-attributes")]: "preserve_client_ip.enabled=true" };
    expect(between(balancer(list, hidden), balancer(list, kept))).toContain("sourceRange narrowed");
  });

  test("Azure adds ranges and tags", () => {
    const azure = (key: string, value: string) => balancer({}, { [`service.beta.kubernetes.io/azure-${key}`]: value });
    expect(between(azure("allowed-ip-ranges", "10.0.0.0/8"), azure("allowed-ip-ranges", "10.0.0.0/7"))).toEqual([
      "sourceRange widened",
    ]);
    expect(between(azure("allowed-ip-ranges", "10.0.0.0/8"), azure("allowed-service-tags", "Internet"))).toEqual([
      "sourceRange widened",
    ]);
    expect(between(azure("allowed-service-tags", "AzureCloud"), azure("allowed-service-tags", "Storage"))).toEqual([
      "sourceRange unknown",
    ]);
  });

  test("TLS that ends at the load balancer", () => {
    const certificate = { [aws("ssl-cert")]: "arn:a" };
    expect(between(balancer({}, certificate), balancer({}, { [aws("connection-idle-timeout")]: "60" }))).toEqual([
      "annotation neutral",
      "tls widened",
    ]);
    expect(between(balancer({}, certificate), balancer({}, { ...certificate, [aws("ssl-ports")]: "443" }))).toEqual([]);
    expect(between(balancer({}, certificate), balancer({}, { ...certificate, [aws("ssl-ports")]: "8443" }))).toEqual([
      "tls widened",
    ]);
    expect(between(balancer({}, certificate), balancer({}, { [aws("ssl-cert")]: "arn:b" }))).toEqual([
      "certificate neutral",
    ]);
    const policy = (name: string) => balancer({}, { ...certificate, [aws("ssl-negotiation-policy")]: name });
    expect(between(policy("ELBSecurityPolicy-TLS13-1-2-2021-06"), balancer({}, certificate))).toEqual([
      "ciphers widened",
      "tlsVersion widened",
    ]);
    expect(between(policy("ELBSecurityPolicy-2016-08"), balancer({}, certificate))).toEqual([]);
    expect(between(policy("ELBSecurityPolicy-TLS13-1-2-2021-06"), policy("our-own"))).toEqual([
      "ciphers unknown",
      "tlsVersion unknown",
    ]);
    const encrypted = balancer({}, { ...certificate, [aws("backend-protocol")]: "ssl" });
    expect(between(encrypted, balancer({}, certificate))).toEqual(["backendTls widened"]);
  });

  test("the client's address and the log", () => {
    const local = balancer({ externalTrafficPolicy: "Local" });
    expect(between(local, balancer())).toEqual(["clientIp widened"]);
    expect(between(balancer({ externalTrafficPolicy: "Cluster" }), balancer())).toEqual([]);
    const proxied = balancer({}, { [aws("proxy-protocol")]: "*" });
    expect(between(proxied, balancer({}, { [aws("type")]: "nlb" }))).toContain("clientIp widened");
    const logged = balancer({}, { [aws("access-log-enabled")]: "true" });
    expect(between(logged, balancer({}, { [aws("access-log-enabled")]: "false" }))).toEqual(["accessLog widened"]);
    const attributes = balancer({}, { [aws("attributes")]: "access_logs.s3.enabled=true" });
    expect(between(logged, attributes)).toEqual(["annotation unknown"]);
  });

  test("the record of external-dns", () => {
    const named = balancer({}, { "external-dns.alpha.kubernetes.io/hostname": "a.example.com" });
    expect(between(balancer(), named)).toEqual(["dns widened"]);
  });

  test("what is not interpreted is a change of a setting", () => {
    expect(between(balancer(), balancer({ sessionAffinity: "ClientIP" }))).toEqual(["annotation neutral"]);
    expect(between(balancer(), balancer({ ports: [{ port: 443, nodePort: 30443 }] }))).toEqual(["annotation neutral"]);
    expect(between(balancer(), balancer({ loadBalancerClass: "our.example/lb" }))).toEqual(["annotation unknown"]);
    expect(between(balancer(), balancer({}, { "metallb.io/address-pool": "public" }))).toEqual(["annotation neutral"]);
    const link = { "service.beta.kubernetes.io/azure-pls-create": "true" };
    expect(
      between(
        balancer({}, { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" }),
        balancer(
          {},
          {
            "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
            ...link,
          },
        ),
      ),
    ).toEqual(["annotation unknown"]);
    expect(between(balancer(), balancer({}, { "argocd.argoproj.io/sync-wave": "1" }))).toEqual([]);
  });
});

describe("backends", () => {
  test("an exposed Service that is pointed at other pods", () => {
    expect(between(balancer(), balancer({ selector: { app: "db" } }))).toEqual(["backend unknown"]);
    expect(between(balancer(), balancer({ ports: [{ port: 443, targetPort: 9000 }] }))).toEqual(["backend unknown"]);
    expect(between(balancer(), balancer({ ports: [{ port: 443, targetPort: 443 }] }))).toEqual([]);
    const two = { app: "web", tier: "edge" };
    expect(between(balancer({ selector: two }), balancer({ selector: { tier: "edge", app: "web" } }))).toEqual([]);
  });

  const external = (name: string) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web", namespace: "shop" },
      spec: { type: "ExternalName", externalName: name },
    });

  test("a name outside is what the routes to a Service lead to, and the Service need not be told besides", () => {
    const changes = changesBetween([ingress(), service()], [ingress(), external("api.example.net")]);
    expect(outline(changes)).toEqual(["backend unknown"]);
    expect(changes[0]).toMatchObject({ to: [{ name: "web", external: "api.example.net" }] });
    expect(changes[0]?.because.map(({ file }) => file)).toEqual(["after-1.yaml"]);
    expect(outline(changesBetween([ingress(), external("a.net")], [ingress(), external("A.net.")]))).toEqual([]);
  });

  test("without a route, the name is a setting of the Service", () => {
    expect(between(external("a.net"), external("b.net"))).toEqual(["annotation unknown"]);
    expect(between(external("a.svc"), external("b.svc.cluster.local"))).toEqual(["annotation neutral"]);
  });
});

test("hostile Services do not blow up", () => {
  const long = "x".repeat(1_000_000);
  const ports = Array.from({ length: 1000 }, (_, index) => ({ name: `p${index}`, port: index + 1 }));
  const texts = [
    balancer({ ports }, { note: long }),
    balancer({ ports: "all", externalIPs: { a: 1 }, selector: [long] }),
  ];
  const proto = balancer({ ports: [{ port: "constructor", protocol: "toString" }] }, { constructor: "1" });
  expect(() => changesBetween([], [...texts, proto])).not.toThrow();
});
