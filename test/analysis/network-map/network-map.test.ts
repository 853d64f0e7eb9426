import { describe, expect, test } from "@jest/globals";
import { arrows, deployment, ingress, mapAt, mapsAt, networkPolicy, service } from "../../support/network-maps.ts";

const controllers = { nginx: { controller: "ingress-nginx", reach: "internet" } } as const;
const shop = ingress("web", "shop.example.com", "tls: [{ hosts: [shop.example.com], secretName: tls }]");
const web = deployment("web") + service("web");
const fromWeb = "ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: http }] }]";

describe("ways in", () => {
  test("lead from the outside through the entry and the host to the pods", async () => {
    expect(arrows(await mapAt(shop + web, { controllers }))).toEqual([
      "entry nginx -> host shop.example.com [TLS]",
      "host shop.example.com -> service web",
      "internet Internet -> entry nginx",
      "service web -> web [80 → 8080]",
    ]);
  });

  test("say what a client must show", async () => {
    const guarded = shop.replace(
      "namespace: shop }",
      `namespace: shop, annotations: {
        nginx.ingress.kubernetes.io/auth-type: basic, nginx.ingress.kubernetes.io/auth-secret: users,
        nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8 } }`,
    );
    const { edges } = await mapAt(guarded + web, { controllers });
    const door = edges.find(({ label }) => label.startsWith("TLS"));
    expect(door).toMatchObject({ label: "TLS, login, address list", encrypted: true });
    expect(door?.detail).toContain("accepted addresses: 10.0.0.0/8");
  });

  test("in the clear are no encrypted ones", async () => {
    const { edges } = await mapAt(ingress("web", "shop.example.com") + web, { controllers });
    expect(edges.find(({ label }) => label === "no TLS")).toMatchObject({ encrypted: false });
  });

  test("of a load balancer lead to its Service, without a host", async () => {
    const map = await mapAt(service("db", "shop", "type: LoadBalancer") + deployment("db"));
    expect(arrows(map)).toEqual([
      "entry Service shop/db -> service db [TCP 80]",
      "service db -> db [80 → 8080]",
      "unknown-network Network not known -> entry Service shop/db",
    ]);
  });

  test("that policies close are blocked", async () => {
    const closed = networkPolicy("web", "web", fromWeb);
    expect(arrows(await mapAt(shop + web + closed, { controllers }))).toContain("service web -x web [80 → 8080]");
  });
});

describe("connections", () => {
  const bothDirections = "policyTypes: [Ingress, Egress]";

  test("are drawn where a policy isolates one end", async () => {
    const map = await mapAt(deployment("web") + deployment("db") + networkPolicy("db", "db", fromWeb));
    expect(arrows(map)).toEqual(["web => db [TCP 8080]"]);
    expect(map.nodes.find(({ label }) => label === "db")?.open).toEqual(["egress"]);
    expect(map.namespaces).toEqual([{ name: "shop", zone: null, isolation: { workloads: 2, ingress: 1, egress: 0 } }]);
  });

  test("are not drawn where nothing is isolated", async () => {
    expect(arrows(await mapAt(deployment("web") + deployment("db")))).toEqual([]);
  });

  test("need the policies of both ends", async () => {
    const denied = networkPolicy("none", "", bothDirections);
    const map = await mapAt(deployment("web") + deployment("db") + networkPolicy("db", "db", fromWeb) + denied);
    expect(arrows(map)).toEqual([]);
  });

  test("of both ends are only open on the ports that both admit", async () => {
    const ports = "[{ port: 8080 }, { port: 9090 }]";
    const out = networkPolicy(
      "web",
      "web",
      `policyTypes: [Egress]\n  egress: [{ to: [{ podSelector: { matchLabels: { app: db } } }], ports: ${ports} }]`,
    );
    const map = await mapAt(deployment("web") + deployment("db") + networkPolicy("db", "db", fromWeb) + out);
    expect(arrows(map)).toEqual(["web => db [TCP 8080]"]);
  });

  test("with the outside show what is named, and everything as one", async () => {
    const out = `policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }]
      ports: [{ port: 443 }]
    - to: [{ ipBlock: { cidr: 10.1.0.0/16 } }]
      ports: [{ port: 5432 }]`;
    const open = networkPolicy("job", "job", "egress: [{}]\n  policyTypes: [Egress]");
    const map = await mapAt(deployment("web") + deployment("job") + networkPolicy("web", "web", out) + open);
    expect(arrows(map)).toEqual([
      "job => address Anything [every port]",
      "web => address 10.1.0.0/16 [TCP 5432]",
      "web => address Internet [TCP 443]",
    ]);
  });

  test("of pods that only a policy names are drawn too", async () => {
    const map = await mapAt(networkPolicy("db", "db", "ingress: [{ from: [{ podSelector: {} }] }]"));
    expect(arrows(map)).toEqual(["pods any pod => pods pods of db [every port]"]);
    expect(map.nodes.map(({ namespace }) => namespace)).toEqual(["shop", "shop"]);
  });

  test("do not stop hostile selectors from being drawn in time", async () => {
    const all = Array.from({ length: 300 }, (_, index) => deployment(`app-${index}`));
    const mesh = networkPolicy(
      "mesh",
      "",
      "ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: Exists }] } }] }]",
    );
    const map = await mapAt(all.join("") + mesh);
    expect(map.edges.length).toBeLessThanOrEqual(4000);
    expect(map.notes).toContain("Only 4000 allowed connections are drawn.");
  }, 30_000);
});

describe("places", () => {
  const zones = [
    { name: "cde", pci: "in-scope", namespaces: ["pay*"], hosts: ["pay.example.com"], paths: [] },
    { name: "web", pci: null, namespaces: [], hosts: [], paths: ["shop/**"] },
  ] as const;

  test("have the zones of the policy", async () => {
    const map = await mapAt(
      { "shop/a.yaml": deployment("web"), "b.yaml": deployment("db", "payments") + ingress("pay", "pay.example.com") },
      { zones },
    );
    expect(map.zones).toEqual([
      { name: "cde", pci: "in-scope" },
      { name: "web", pci: null },
    ]);
    expect(Object.fromEntries(map.nodes.map(({ label, zone }) => [label, zone]))).toMatchObject({
      web: "web",
      db: "cde",
      "pay.example.com": "cde",
    });
  });

  test("are a map each for the views of the policy", async () => {
    const maps = await mapsAt(
      { "prod/a.yaml": deployment("web"), "test/a.yaml": deployment("web"), "lone.yaml": deployment("job") },
      { views: [{ name: "prod", paths: ["prod/**"] }] },
    );
    expect(maps.map(({ name, map }) => [name, map.nodes.length])).toEqual([
      ["prod", 1],
      ["", 2],
    ]);
  });

  test("that hold different copies of an object are drawn as one, and that is said", async () => {
    const map = await mapAt({
      "a/a.yaml": ingress("web", "a.example.com"),
      "b/a.yaml": ingress("web", "b.example.com"),
    });
    expect(map.nodes.filter(({ kind }) => kind === "host").map(({ label }) => label)).toEqual([
      "a.example.com",
      "b.example.com",
    ]);
    expect(map.notes).toEqual(["2 directories that hold different copies of an object are drawn as one."]);
  });
});
