import { describe, expect, test } from "@jest/globals";
import { parseSelector } from "../../../../src/analysis/connectivity/calico/selector.ts";
import { everyPeer } from "../../../../src/analysis/connectivity/peer-algebra.ts";
import { calico } from "../../../../src/analysis/connectivity/policies/calico.ts";
import { meaningOf, peersText, policyOf, problemsOf } from "../../../support/connectivity/policies.ts";

const policy = (spec: string) =>
  `{ apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: { name: web, namespace: shop }, spec: { ${spec} } }`;
const global = (spec: string) =>
  `{ apiVersion: crd.projectcalico.org/v1, kind: GlobalNetworkPolicy, metadata: { name: web }, spec: { ${spec} } }`;
const rules = (yaml: string) => policyOf(calico, yaml).ingress?.rules ?? [];
const problems = (yaml: string) => problemsOf(calico, yaml);

const shop = "kubernetes.io/metadata.name=shop";
const source = (fields: string, action = "Allow") =>
  peersText(rules(policy(`ingress: [{ action: ${action}, source: { ${fields} } }]`))[0]?.peers);
const globalSource = (fields: string) =>
  peersText(rules(global(`ingress: [{ action: Allow, source: { ${fields} } }]`))[0]?.peers);
const ports = (fields: string) => rules(policy(`ingress: [{ action: Allow, ${fields} }]`)).map((rule) => rule.ports);

describe("the subject of a policy of Calico", () => {
  test.each([
    ["", [`${shop} / *`]],
    ["selector: all()", [`${shop} / *`]],
    ["selector: app == 'web'", [`${shop} / app=web`]],
    [`selector: 'app in {"web", "api"} && !has(test)'`, [`${shop} / app=api|web,!test`]],
    ["selector: app == 'web' || app == 'api'", [`${shop} / app=web`, `${shop} / app=api`]],
    ["selector: '!(app == \"web\" || has(test))'", [`${shop} / app?!=web,!test`]],
    ["selector: \"app not in {'web'}\"", [`${shop} / app?!=web`]],
    ["selector: projectcalico.org/serviceaccount == 'web'", [`${shop} / (serviceAccount)=web`]],
    ["selector: projectcalico.org/namespace == 'other'", []],
  ])("%s", (spec, expected) => {
    expect(meaningOf(calico, policy(spec)).subject).toEqual(expected);
    expect(problems(policy(spec))).toEqual([]);
  });

  test.each([
    ["", ["* / *"]],
    ["selector: projectcalico.org/namespace == 'shop'", [`${shop} / *`]],
    ["namespaceSelector: team == 'a'", ["team=a / *"]],
    ["namespaceSelector: \"projectcalico.org/name in {'shop'}\"", [`${shop} / *`]],
  ])("of a global policy: %s", (spec, expected) => {
    expect(meaningOf(calico, global(spec)).subject).toEqual(expected);
  });

  test.each(["selector: app starts with 'w'", "selector: app = 'web'", "serviceAccountSelector: role == 'x'"])(
    "is not known for %s, and any change of the policy is a problem",
    (spec) => {
      const texts = problemsOf(calico, policy(`${spec}, ingress: []`), "text");
      expect(texts).not.toEqual(problemsOf(calico, policy(`${spec}, ingress: [{ action: Allow }]`), "text"));
    },
  );
});

describe("where a policy of Calico counts", () => {
  test.each([
    ["", true, undefined],
    ["ingress: [{ action: Allow }]", true, undefined],
    ["egress: [{ action: Allow }]", undefined, true],
    ["ingress: [{ action: Allow }], egress: [{ action: Allow }]", true, true],
    ["types: [Egress], ingress: [{ action: Allow }]", undefined, true],
  ])("%s: ingress %s, egress %s", (spec, ingress, egress) => {
    const read = policyOf(calico, policy(spec));
    expect([read.ingress?.isolates, read.egress?.isolates]).toEqual([ingress, egress]);
  });

  test("follows from its tier and order", () => {
    const tier =
      "{ apiVersion: projectcalico.org/v3, kind: Tier, metadata: { name: security }, spec: { order: 300, defaultAction: Pass } }";
    const read = policyOf(calico, `${tier}\n---\n${global("tier: security, order: 10")}`);
    expect(read.precedence.tier).toBeLessThan(0);
    expect(read.precedence).toMatchObject({ order: 10, inSequence: true });
    expect(read.ingress?.isolates).toBe(false);
    expect(policyOf(calico, policy("")).precedence).toEqual({
      tier: 1_000_000,
      order: Number.MAX_SAFE_INTEGER,
      inSequence: true,
    });
  });

  test("is not known without its tier", () => {
    expect(problems(policy("tier: security"))).toEqual(["is in the tier `security`, whose place is not known"]);
  });
});

describe("the peers of a rule of Calico", () => {
  test.each([
    ["selector: app == 'api'", `${shop} / app=api`],
    ["namespaceSelector: all()", "* / *"],
    ["namespaceSelector: team == 'a', selector: app == 'api'", "team=a / app=api"],
    ["namespaceSelector: global()", ""],
    ["serviceAccounts: { names: [api] }", `${shop} / (serviceAccount)=api`],
    ["nets: [10.0.0.0/8, 192.0.2.1]", "10.0.0.0/8; 192.0.2.1/32"],
    ["nets: [0.0.0.0/0, '::/0']", "* / *; every address; every name"],
    ["nets: [10.0.0.0/8], notNets: [10.128.0.0/9]", "10.0.0.0/9"],
    ["nets: ['${NET}']", "unknown:cidr ${NET}"],
    ["services: { name: api, namespace: shop }", 'unknown:services {"name":"api","namespace":"shop"}'],
    ["selector: app contains 'a'", `unknown:selector {"selector":"app contains 'a'"}`],
    ["serviceAccounts: { selector: role == 'x' }", `unknown:selector {"serviceAccounts":{"selector":"role == 'x'"}}`],
  ])("%s", (fields, expected) => {
    expect(source(fields)).toBe(expected);
    expect(problems(policy(`ingress: [{ action: Allow, source: { ${fields} } }]`))).toEqual([]);
  });

  test("of a global policy are of every namespace", () => {
    expect(globalSource("selector: app == 'api'")).toBe("* / app=api");
    expect(globalSource("notSelector: has(app)")).toBe("* / !app; every address; every name");
  });

  test("are everybody without a source", () => {
    expect(rules(policy("ingress: [{ action: Allow }]"))[0]).toMatchObject({ action: "allow", ports: "every" });
    expect(rules(policy("ingress: [{ action: Allow }]"))[0]?.peers).toBe(everyPeer);
  });

  test("are those of network sets with the labels", () => {
    const set =
      "{ apiVersion: projectcalico.org/v3, kind: GlobalNetworkSet, metadata: { name: vpn, labels: { role: vpn } }, spec: { nets: [10.9.0.0/16] } }";
    const own =
      "{ apiVersion: projectcalico.org/v3, kind: NetworkSet, metadata: { name: lan, namespace: shop, labels: { role: vpn } }, spec: { nets: [10.8.0.0/16] } }";
    const read = (yaml: string) => peersText(rules(`${set}\n---\n${own}\n---\n${yaml}`)[0]?.peers);
    const rule = (fields: string) => `ingress: [{ action: Allow, source: { ${fields} } }]`;
    expect(read(global(rule("selector: role starts with 'v'")))).toMatch(/10.8.0.0\/15; unknown:selector/);
    expect(read(global(rule("selector: role == 'vpn'")))).toBe("* / role=vpn; 10.8.0.0/15");
    expect(read(policy(rule("selector: role == 'vpn'")))).toBe(`${shop} / role=vpn; 10.8.0.0/16`);
    expect(read(policy(rule("selector: role == 'vpn', namespaceSelector: global()")))).toBe("10.9.0.0/16");
    expect(read(policy(rule("selector: role == 'vpn', namespaceSelector: team == 'a'")))).toBe(
      "team=a / role=vpn; unknown:network set shop/lan",
    );
  });

  test("that are in a block and selected are counted where they are allowed, and not where they are denied", () => {
    expect(source("selector: all(), nets: [10.0.0.0/8]")).toMatch(
      /^kubernetes.io\/metadata.name=shop \/ \*; unknown:pods in/,
    );
    expect(source("selector: all(), nets: [10.0.0.0/8]", "Deny")).toMatch(/^unknown:pods in/);
    expect(source("notNets: [10.0.0.0/8]", "Deny")).not.toMatch(/\* \/ \*/);
  });

  test.each(["nets: [10.0/8]", "selector: app = 'x'", "selector: (app == 'x'"])("%s is a problem", (fields) => {
    expect(source(fields)).toMatch(/^unknown:/);
    expect(problems(policy(`ingress: [{ action: Allow, source: { ${fields} } }]`))).toHaveLength(1);
  });
});

describe("the ports of a rule of Calico", () => {
  const tcp = (first: number, last = first) => ({ protocol: "TCP", first, last });

  test.each([
    ["protocol: TCP", [tcp(0, 65535)]],
    [
      "protocol: TCP, destination: { ports: [80, '8000:8010', http] }",
      [tcp(80), tcp(8000, 8010), { protocol: "TCP", name: "http" }],
    ],
    ["protocol: 6, destination: { ports: [80] }", [tcp(80)]],
    ["protocol: TCP, destination: { notPorts: [22] }", [tcp(0, 21), tcp(23, 65535)]],
    ["protocol: ICMP, icmp: { type: 8 }", [{ protocol: "ICMP", first: 8, last: 8, only: "IPv4" }]],
    ["protocol: 50", [{ protocol: "other", first: 0, last: 65535, only: "protocol 50" }]],
    ["protocol: TCP, source: { ports: [1000] }", [{ ...tcp(0, 65535), only: 'source ports {"ports":["1000"]}' }]],
  ])("%s are %j", (fields, expected) => {
    expect(ports(fields)).toEqual([expected]);
    expect(problems(policy(`ingress: [{ action: Allow, ${fields} }]`))).toEqual([]);
  });

  test("are limited by requests and by which of the pods a rule is for", () => {
    expect(ports("protocol: TCP, http: { methods: [POST, GET] }")).toEqual([
      [{ ...tcp(0, 65535), only: 'http {"methods":["GET","POST"]}' }],
    ]);
    expect(ports("protocol: TCP, destination: { selector: app == 'x', ports: [80] }")).toEqual([
      [{ ...tcp(80), only: `for pods {"selector":"app == 'x'"}` }],
    ]);
  });

  test.each(["destination: { ports: [80] }", "protocol: HTTP", "protocol: TCP, destination: { ports: ['90:80'] }"])(
    "%s is unknown and a problem",
    (fields) => {
      expect(ports(fields)).toEqual(["every"]);
      expect(problems(policy(`ingress: [{ action: Allow, ${fields} }]`))).toHaveLength(1);
    },
  );
});

describe("a policy of Calico", () => {
  test("logs without effect, and passes on", () => {
    const yaml = policy("ingress: [{ action: Log }, { action: Pass }, { action: Deny }]");
    expect(rules(yaml).map(({ action }) => action)).toEqual(["pass", "deny"]);
  });

  test.each([
    policy("ingres: []"),
    policy("ingress: [{ action: Permit }]"),
    policy("ingress: [{ action: Allow, port: 80 }]"),
    policy("ingress: [{ action: Allow, source: { namespace: shop } }]"),
    policy("ingress: [{ action: Allow, destination: { port: 80 } }]"),
    policy("types: [Both]"),
    policy("order: first"),
    global("preDNAT: true, applyOnForward: false"),
    global("doNotTrack: true"),
    "{ apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: { name: node }, spec: { node: a } }",
  ])("%s is a problem", (yaml) => {
    expect(problems(yaml)).toHaveLength(1);
  });
});

describe("a hostile selector", () => {
  test.each([
    "(".repeat(10_000),
    "!".repeat(10_000),
    "a == 'b' || ".repeat(10_000),
    "'".repeat(9999),
    " ".repeat(19_999),
  ])("is read in no time", (text) => {
    const start = performance.now();
    parseSelector(text);
    problems(policy(`selector: ${JSON.stringify(text)}`));
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test("does not multiply", () => {
    const text = Array.from({ length: 40 }, (_, index) => `(a${index} == 'x' || b${index} == 'x')`).join(" && ");
    expect(problems(policy(`selector: "${text}"`))).toEqual(["applies to pods that nobody here can tell"]);
  });
});
