import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { kongPluginControls } from "../../../../src/analysis/exposure/kong/plugin-controls.ts";
import { worldOf } from "../../../../src/analysis/exposure/world.ts";
import { changesBetween, ingress, outline, read } from "../ingress-texts.ts";
import { withOddValues } from "../odd-values.ts";

type Fields = Readonly<Record<string, unknown>>;

function stream(kind: string, spec: Fields, annotations: Fields = {}): string {
  return JSON.stringify({
    apiVersion: "configuration.konghq.com/v1beta1",
    kind,
    metadata: { name: "db", namespace: "shop", annotations: { "kubernetes.io/ingress.class": "kong", ...annotations } },
    spec,
  });
}

function plugin(name: string, fields: Fields): string {
  return JSON.stringify({
    apiVersion: "configuration.konghq.com/v1",
    kind: "KongPlugin",
    metadata: { name, namespace: "shop" },
    ...fields,
  });
}

const rule = (port: number, fields: Fields = {}) => ({
  port,
  backend: { serviceName: "db", servicePort: 5432 },
  ...fields,
});
const database = (...rules: readonly Fields[]) => stream("TCPIngress", { rules });

test("a TCPIngress opens a port of Kong", () => {
  const [change] = changesBetween([database(rule(5432))], [database(rule(5432), rule(9000))]);
  expect(change).toMatchObject({ facet: "host", direction: "widened", class: "kong" });
  expect(change?.targets[0]?.label).toContain("TCP port 9000");
  const [udp] = changesBetween([], [stream("UDPIngress", { rules: [rule(53)] })]);
  expect(udp?.targets[0]?.label).toContain("UDP port 53");
});

test("what a port leads to, and who may use it", () => {
  const other = rule(5432, { backend: { serviceName: "other", servicePort: 5432 } });
  expect(outline(changesBetween([database(rule(5432))], [database(other)]))).toEqual(["backend unknown"]);
  const office = plugin("office", { plugin: "ip-restriction", config: { allow: ["10.0.0.0/8"] } });
  const guarded = stream("TCPIngress", { rules: [rule(5432)] }, { "konghq.com/plugins": "office" });
  expect(outline(changesBetween([guarded, office], [database(rule(5432)), office]))).toEqual(["sourceRange widened"]);
});

test("a host is told apart by the name that TLS clients ask for", () => {
  const named = rule(5432, { host: "db.example.com" });
  const secure = stream("TCPIngress", { rules: [named], tls: [{ hosts: ["db.example.com"], secretName: "tls" }] });
  expect(outline(changesBetween([secure], [database(named)]))).toContain("tls widened");
  const passed = stream("TCPIngress", { rules: [named] }, { "konghq.com/protocols": "tls_passthrough" });
  expect(outline(changesBetween([secure], [passed]))).toContain("passthrough widened");
});

test("the same manifest is no change, and what is not modelled is an annotation", () => {
  expect(changesBetween([database(rule(5432))], [database(rule(5432))])).toEqual([]);
  const odd = database(rule(5432, { allow: "everybody" }));
  expect(outline(changesBetween([database(rule(5432))], [odd]))).toEqual(["annotation unknown"]);
});

test("plugins can be read for any object that names them", () => {
  const world = worldOf(read([plugin("keys", { plugin: "key-auth", config: { key_names: ["apikey"] } })], "after"), {});
  const reading = kongPluginControls(world, "shop", ["keys"]);
  expect(reading.controls.auth).toMatchObject({ kind: "checks", ways: [[{ kind: "api-key" }]] });
  expect(reading.texts).toEqual({ "plugin key-auth: config.key_names[]": "apikey" });
  expect(kongPluginControls(world, "shop", ["other"])).toMatchObject({
    missing: ["other"],
    controls: { auth: { kind: "unreadable" } },
  });
});

test("no field, however wrong, breaks the reading", () => {
  const plugins = [
    "key-auth",
    "acl",
    "ip-restriction",
    "rate-limiting",
    "rate-limiting-advanced",
    "cors",
    "request-transformer",
    "response-transformer",
  ];
  const config = {
    allow: ["10.0.0.0/8"],
    minute: 5,
    hour: 6,
    limit: [5],
    window_size: [60],
    origins: ["*"],
    credentials: true,
    anonymous: "x",
    remove: { headers: ["x-user"] },
    add: { headers: ["a:b"] },
  };
  const named = {
    "konghq.com/plugins": plugins.join(","),
    "konghq.com/methods": "GET",
    "konghq.com/protocols": "https",
    "konghq.com/rewrite": "/$1",
  };
  const texts = [
    ingress({ class: "kong", annotations: named }),
    stream(
      "TCPIngress",
      { rules: [rule(5432, { host: "db.example.com" })], tls: [{ hosts: ["db.example.com"], secretName: "tls" }] },
      { "konghq.com/plugins": plugins.join(",") },
    ),
    ...plugins.map((name) => plugin(name, { plugin: name, config })),
  ];
  const all = fc.tuple(...texts.map(withOddValues));
  fc.assert(
    fc.property(all, all, (before, after) => {
      for (const { because } of changesBetween(before, after)) expect(because.length).toBeGreaterThan(0);
      expect(changesBetween(after, after)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
