import { describe, expect, test } from "@jest/globals";
import { adminTiers } from "../../../../src/analysis/connectivity/policies/admin-tiers.ts";
import { meaningOf, peersText, policyOf, problemsOf } from "../../../support/connectivity/policies.ts";

const object = (kind: string, spec: string, name = "default") =>
  `{ apiVersion: policy.networking.k8s.io/v1alpha1, kind: ${kind}, metadata: { name: ${name} }, spec: { ${spec} } }`;
const admin = (spec: string) => object("AdminNetworkPolicy", `priority: 10, subject: { namespaces: {} }, ${spec}`);
const cluster = (spec: string) =>
  object("ClusterNetworkPolicy", `tier: Admin, priority: 10, subject: { namespaces: {} }, ${spec}`);
const baseline = (spec: string, name?: string) =>
  object("BaselineAdminNetworkPolicy", `subject: { namespaces: {} }, ${spec}`, name);

const problems = (yaml: string) => problemsOf(adminTiers, yaml);
const peers = (item: string) =>
  peersText(policyOf(adminTiers, cluster(`egress: [{ action: Accept, to: [${item}] }]`)).egress?.rules[0]?.peers);
const ports = (yaml: string) => policyOf(adminTiers, yaml).egress?.rules.map((rule) => rule.ports);
const adminPorts = (item: string) => admin(`egress: [{ action: Allow, to: [{ namespaces: {} }], ports: [${item}] }]`);
const clusterPorts = (item: string) =>
  cluster(`egress: [{ action: Accept, to: [{ namespaces: {} }], protocols: [${item}] }]`);

describe("where a policy of the cluster stands", () => {
  const rule = "ingress: [{ action: Deny, from: [{ namespaces: {} }] }]";

  test.each([
    [admin(rule), { tier: 0, order: 10, inSequence: true }],
    [baseline(rule), { tier: 2_000_000, order: 0, inSequence: true }],
    [cluster(rule), { tier: 0, order: 10, inSequence: true }],
    [cluster(rule).replace("tier: Admin", "tier: Baseline"), { tier: 2_000_000, order: 10, inSequence: true }],
  ])("%s", (yaml, precedence) => {
    expect(meaningOf(adminTiers, yaml)).toMatchObject({ subject: ["* / *"], precedence, ingress: { isolates: false } });
    expect(problems(yaml)).toEqual([]);
  });

  test("a direction without rules is left alone", () => {
    expect(policyOf(adminTiers, admin("ingress: []")).ingress).toBeUndefined();
    expect(policyOf(adminTiers, admin("ingress: []")).egress).toBeUndefined();
  });

  test.each([
    baseline("ingress: []", "other"),
    cluster("").replace("tier: Admin", "tier: First"),
    cluster("").replace("priority: 10", "priority: 1001"),
    admin("").replace("priority: 10,", ""),
    admin("").replace("namespaces: {}", ""),
    admin("").replace("namespaces: {}", "namespaces: {}, pods: { podSelector: {} }"),
  ])("%s is a problem", (yaml) => {
    expect(problems(yaml)).toHaveLength(1);
  });
});

test("the subject may be pods", () => {
  const yaml = admin("").replace(
    "namespaces: {}",
    "pods: { namespaceSelector: { matchLabels: { team: a } }, podSelector: { matchLabels: { app: web } } }",
  );
  expect(meaningOf(adminTiers, yaml).subject).toEqual(["team=a / app=web"]);
});

describe("actions", () => {
  test("are those of each kind, in the order of the rules", () => {
    const rules = (actions: readonly string[]) =>
      `ingress: [${actions.map((action) => `{ action: ${action}, from: [{ namespaces: {} }] }`).join()}]`;
    const read = (yaml: string) => policyOf(adminTiers, yaml).ingress?.rules.map(({ action }) => action);
    expect(read(admin(rules(["Pass", "Deny", "Allow"])))).toEqual(["pass", "deny", "allow"]);
    expect(read(cluster(rules(["Pass", "Deny", "Accept"])))).toEqual(["pass", "deny", "allow"]);
    expect(problems(cluster(rules(["Allow"])))).toHaveLength(1);
    expect(problems(baseline(rules(["Pass"])))).toHaveLength(1);
    expect(problems(admin(rules(["constructor"])))).toHaveLength(1);
  });
});

describe("peers", () => {
  test.each([
    ["{ namespaces: { matchLabels: { team: a } } }", "team=a / *"],
    ["{ pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: db } } } }", "* / app=db"],
    ["{ pods: { podSelector: {} } }", "* / *"],
    ["{ networks: [10.0.0.0/8] }", "10.0.0.0/8"],
    ["{ networks: [0.0.0.0/0] }", "* / *; 0.0.0.0/0; every name"],
    ["{ networks: ['${NET}'] }", "unknown:cidr ${NET}"],
    ["{ nodes: { matchLabels: { role: edge } } }", 'unknown:nodes {"matchLabels":{"role":"edge"}}'],
    ["{ domainNames: ['*.Example.com', 'a.example.org.'] }", "name:*.example.com; name:a.example.org"],
  ])("%s are %s", (item, expected) => {
    expect(peers(item)).toBe(expected);
    expect(problems(cluster(`egress: [{ action: Accept, to: [${item}] }]`))).toEqual([]);
  });

  test.each(["{}", "{ namespaces: {}, networks: [10.0.0.0/8] }", "{ networks: [10.0/8] }", "{ pods: {} }", "text"])(
    "%s are unknown and a problem",
    (item) => {
      expect(peers(item)).toMatch(/^unknown:/);
      expect(problems(cluster(`egress: [{ action: Accept, to: [${item}] }]`))).toHaveLength(1);
    },
  );

  test("are required", () => {
    expect(problems(cluster("egress: [{ action: Accept }]"))).toHaveLength(1);
    expect(problems(cluster("ingress: [{ action: Deny, from: [{ networks: [10.0.0.0/8] }] }]"))).toHaveLength(2);
  });
});

describe("ports", () => {
  const tcp = (first: number, last = first) => ({ protocol: "TCP", first, last });
  const named = ["TCP", "UDP", "SCTP"].map((protocol) => ({ protocol, name: "web" }));

  test.each([
    [adminPorts("{ portNumber: { protocol: TCP, port: 80 } }"), [tcp(80)]],
    [adminPorts("{ portRange: { start: 8000, end: 8010 } }"), [tcp(8000, 8010)]],
    [adminPorts("{ namedPort: web }"), named],
    [adminPorts(""), "every"],
    [clusterPorts("{ tcp: { destinationPort: { number: 80 } } }"), [tcp(80)]],
    [
      clusterPorts("{ udp: { destinationPort: { range: { start: 1, end: 9 } } } }"),
      [{ protocol: "UDP", first: 1, last: 9 }],
    ],
    [clusterPorts("{ tcp: {} }"), [tcp(1, 65535)]],
    [clusterPorts("{ destinationNamedPort: web }"), named],
  ])("%s", (yaml, expected) => {
    expect(ports(yaml)).toEqual([expected]);
    expect(problems(yaml)).toEqual([]);
  });

  test.each([
    adminPorts("{}"),
    adminPorts("{ portNumber: { port: 0 } }"),
    adminPorts("{ portNumber: { port: 80 }, namedPort: web }"),
    adminPorts("{ portRange: { start: 9, end: 8 } }"),
    clusterPorts("{}"),
    clusterPorts("{ tcp: { destinationPort: {} } }"),
    clusterPorts("{ tcp: { destinationPort: { number: 80, range: { start: 1, end: 2 } } } }"),
    clusterPorts("{ tcp: { destinationPort: { number: 70000 } } }"),
  ])("%s are unknown and a problem", (yaml) => {
    expect(ports(yaml)).toEqual(["every"]);
    expect(problems(yaml)).toHaveLength(1);
  });
});

describe("fields that nobody knows", () => {
  test.each([
    admin("ingres: []"),
    cluster("ingress: [{ action: Accept, from: [{ namespaces: {} }], ports: [] }]"),
    admin("ingress: [{ action: Allow, from: [{ namespaces: {} }], protocols: [] }]"),
    admin("ingress: [{ action: Allow, from: [{ namespaces: { namespaceSelector: {} } }] }]"),
    clusterPorts("{ tcp: { destinationPort: { number: 80 }, sourcePort: { number: 1 } } }"),
    adminPorts("{ portNumber: { port: 80, name: web } }"),
  ])("are a problem in %s", (yaml) => {
    expect(problems(yaml)).toHaveLength(1);
  });
});
