import { describe, expect, test } from "@jest/globals";
import { everyPeer } from "../../../../src/analysis/connectivity/peer-algebra.ts";
import { cilium } from "../../../../src/analysis/connectivity/policies/cilium.ts";
import { meaningOf, peersText, policyOf, problemsOf } from "../../../support/connectivity/policies.ts";

const head = "apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: { name: web, namespace: shop }";
const policy = (spec: string) => `{ ${head}, spec: { endpointSelector: {}, ${spec} } }`;
const clusterwide = (spec: string) =>
  `{ apiVersion: cilium.io/v2, kind: CiliumClusterwideNetworkPolicy, metadata: { name: web }, spec: { ${spec} } }`;

const rules = (spec: string, direction: "ingress" | "egress" = "ingress") =>
  policyOf(cilium, policy(spec))[direction]?.rules ?? [];
const problems = (spec: string) => problemsOf(cilium, policy(spec));
const from = (fields: string) => peersText(rules(`ingress: [{ ${fields} }]`)[0]?.peers);
const to = (fields: string) => peersText(rules(`egress: [{ ${fields} }]`, "egress")[0]?.peers);
const ports = (fields: string) => rules(`ingress: [{ ${fields} }]`).map((rule) => rule.ports);

const inShop = "kubernetes.io/metadata.name=shop";

describe("the subject of a policy of Cilium", () => {
  const subject = (selector: string) =>
    meaningOf(cilium, `{ ${head}, spec: { endpointSelector: ${selector}, ingress: [{}] } }`).subject;

  test.each([
    ["{ matchLabels: { app: web } }", [`${inShop} / app=web`]],
    ["{ matchLabels: { 'k8s:app': web } }", [`${inShop} / app=web`]],
    ["{ matchLabels: { 'any:app': web } }", [`${inShop} / app=web`]],
    ["{}", [`${inShop} / *`]],
    ["{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': other, app: web } }", [`${inShop} / app=web`]],
    ["{ matchLabels: { io.cilium.k8s.policy.serviceaccount: web } }", [`${inShop} / (serviceAccount)=web`]],
  ])("%s selects %j", (selector, expected) => {
    expect(subject(selector)).toEqual(expected);
  });

  test("of a clusterwide policy has any namespace", () => {
    const all = clusterwide("endpointSelector: {}, ingress: [{}]");
    expect(meaningOf(cilium, all).subject).toEqual(["* / *"]);
    const some = clusterwide("endpointSelector: { matchLabels: { io.kubernetes.pod.namespace: shop } }, ingress: [{}]");
    expect(meaningOf(cilium, some).subject).toEqual([`${inShop} / *`]);
  });

  test("that are nodes is not judged", () => {
    expect(problemsOf(cilium, clusterwide("nodeSelector: {}, ingress: [{}]"))).toEqual([
      "applies to nodes, which are not judged",
    ]);
  });

  test.each([
    "ingress: [{}]",
    "endpointSelector: {}, nodeSelector: {}",
    "endpointSelector: { matchLabels: { 'reserved:init': '' } }",
  ])("is a problem in %s", (spec) => {
    expect(problemsOf(cilium, clusterwide(spec))).toHaveLength(1);
  });
});

describe("isolation by a policy of Cilium", () => {
  test.each([
    ["ingress: [{}]", true, undefined],
    ["ingress: []", undefined, undefined],
    ["ingress: [{}], egress: [{}]", true, true],
    ["ingressDeny: [{ fromEntities: [world] }]", true, undefined],
    ["egressDeny: [{ toEntities: [world] }], enableDefaultDeny: { egress: false }", undefined, false],
    ["enableDefaultDeny: { ingress: true }", true, undefined],
  ])("%s: ingress %s, egress %s", (spec, ingress, egress) => {
    const read = policyOf(cilium, policy(spec));
    expect(read.ingress?.isolates).toBe(ingress);
    expect(read.egress?.isolates).toBe(egress);
    expect(problems(spec)).toEqual([]);
  });

  test("an empty rule allows nothing", () => {
    expect(rules("ingress: [{}]")).toEqual([]);
  });

  test("denies stand before what is allowed", () => {
    const actions = rules("ingress: [{ fromEntities: [all] }], ingressDeny: [{ fromEntities: [world] }]");
    expect(actions.map(({ action }) => action).sort()).toEqual(["allow", "deny"]);
  });
});

describe("the peers of a rule of Cilium", () => {
  test.each([
    ["fromEndpoints: [{}]", `${inShop} / *`],
    ["fromEndpoints: [{ matchLabels: { app: api } }]", `${inShop} / app=api`],
    [
      "fromEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': other, app: api } }]",
      "kubernetes.io/metadata.name=other / app=api",
    ],
    ["fromEndpoints: [{ matchExpressions: [{ key: io.kubernetes.pod.namespace, operator: Exists }] }]", "* / *"],
    ["fromEndpoints: [{ matchLabels: { io.cilium.k8s.namespace.labels.team: a } }]", "team=a / *"],
    ["fromEndpoints: [{ matchLabels: { 'reserved:host': '' } }]", "entity:host"],
    [
      "fromEndpoints: [{ matchLabels: { io.cilium.k8s.policy.cluster: east } }]",
      'unknown:{"matchLabels":{"io.cilium.k8s.policy.cluster":"east"}}',
    ],
    ["fromEntities: [host, remote-node]", "entity:host; entity:remote-node"],
    ["fromEntities: [world]", "every address; name:*"],
    ["fromEntities: [world-ipv4]", "0.0.0.0/0"],
    ["fromEntities: [kube-apiserver]", "entity:kube-apiserver"],
    ["fromEntities: [none]", ""],
    ["fromCIDR: [10.0.0.0/8, 192.0.2.7]", "10.0.0.0/8; 192.0.2.7/32"],
    ["fromCIDRSet: [{ cidr: 10.0.0.0/8, except: [10.128.0.0/9] }]", "10.0.0.0/9"],
    ["fromCIDRSet: [{ cidr: '${CIDR}' }]", "unknown:cidr ${CIDR}"],
    ["fromNodes: [{ matchLabels: { role: edge } }]", 'unknown:nodes {"matchLabels":{"role":"edge"}}'],
    ["fromGroups: [{ aws: { securityGroupsIds: [sg-1] } }]", 'unknown:groups {"aws":{"securityGroupsIds":["sg-1"]}}'],
  ])("%s are %s", (fields, expected) => {
    expect(from(fields)).toBe(expected);
    expect(problems(`ingress: [{ ${fields} }]`)).toEqual([]);
  });

  test("are everybody where only ports are named", () => {
    expect(rules("ingress: [{ toPorts: [{ ports: [{ port: '80' }] }] }]")[0]?.peers).toBe(everyPeer);
    expect(rules("ingress: [{ fromEntities: [all] }]")[0]?.peers).toEqual(everyPeer);
  });

  test("of the cluster are pods and what else is in it", () => {
    expect(from("fromEntities: [cluster]")).toMatch(/^\* \/ \*; entity:health; entity:host/);
  });

  test("may be DNS names", () => {
    expect(to("toFQDNs: [{ matchName: API.example.com. }, { matchPattern: '*.example.org' }]")).toBe(
      "name:*.example.org; name:api.example.com",
    );
    expect(to("toServices: [{ k8sService: { serviceName: db, namespace: data } }]")).toMatch(/^unknown:services /);
  });

  test("that a clusterwide policy selects are of every namespace", () => {
    const spec = "endpointSelector: {}, ingress: [{ fromEndpoints: [{ matchLabels: { app: api } }] }]";
    expect(meaningOf(cilium, clusterwide(spec)).ingress?.rules[0]?.peers).toBe("* / app=api");
  });

  test("may stand in a group of address blocks", () => {
    const group =
      "{ apiVersion: cilium.io/v2alpha1, kind: CiliumCIDRGroup, metadata: { name: vpn }, spec: { externalCIDRs: [10.9.0.0/16] } }";
    const yaml = (name: string) =>
      `${group}\n---\n${policy(`ingress: [{ fromCIDRSet: [{ cidrGroupRef: ${name}, except: [10.9.1.0/24] }] }]`)}`;
    expect(meaningOf(cilium, yaml("vpn")).ingress?.rules[0]?.peers).toBe(
      "10.9.0.0/24; 10.9.2.0/23; 10.9.4.0/22; 10.9.8.0/21; 10.9.16.0/20; 10.9.32.0/19; 10.9.64.0/18; 10.9.128.0/17",
    );
    expect(meaningOf(cilium, yaml("other")).ingress?.rules[0]?.peers).toMatch(/^unknown:cidr group /);
  });

  test("must have what is required of them", () => {
    const spec = "ingress: [{ fromEndpoints: [{}] }, { fromRequires: [{ matchLabels: { team: a } }] }]";
    expect(rules(spec).map(({ peers }) => peersText(peers))).toEqual([`${inShop} / team=a`]);
    expect(problems(spec)).toEqual(["has `fromRequires`, which limits the rules of other policies too"]);
  });

  test.each([
    "fromEntities: [everybody]",
    "fromCIDR: [10.0/8]",
    "fromCIDRSet: [{ cidr: 10.0.0.0/8, except: [11.0.0.0/8] }]",
    "fromCIDRSet: [{ cidr: 10.0.0.0/8, cidrGroupRef: vpn }]",
    "fromEndpoints: [{ matchExpressions: [{ key: app, operator: Is }] }]",
    "fromEndpoints: [null]",
    "fromEndpoints: { app: web }",
  ])("%s are unknown and a problem", (fields) => {
    expect(from(fields)).toMatch(/^unknown:/);
    expect(problems(`ingress: [{ ${fields} }]`)).toHaveLength(1);
  });

  test("of several kinds are not for one rule", () => {
    expect(problems("ingress: [{ fromEntities: [host], fromCIDR: [10.0.0.0/8] }]")).toEqual([
      "combines `fromCIDR` and `fromEntities`, which Cilium refuses",
    ]);
  });
});

describe("the ports of a rule of Cilium", () => {
  const tcp = (first: number, last = first) => ({ protocol: "TCP", first, last });

  test.each([
    ["toPorts: [{ ports: [{ port: '80', protocol: TCP }] }]", [tcp(80)]],
    ["toPorts: [{ ports: [{ port: '80', protocol: TCP }, { port: '443', protocol: TCP }] }]", [tcp(80), tcp(443)]],
    ["toPorts: [{ ports: [{ port: '8000', endPort: 8010, protocol: TCP }] }]", [tcp(8000, 8010)]],
    ["toPorts: [{ ports: [{ port: HTTP, protocol: TCP }] }]", [{ protocol: "TCP", name: "http" }]],
    [
      "toPorts: [{ ports: [{ port: '53' }] }]",
      ["TCP", "UDP", "SCTP"].map((protocol) => ({ protocol, first: 53, last: 53 })),
    ],
    ["toPorts: [{ ports: [{ port: '0', protocol: UDP }] }]", [{ protocol: "UDP", first: 0, last: 65535 }]],
    ["toPorts: [{ ports: [{ port: '0' }] }]", "every"],
    ["toPorts: []", "every"],
    [
      "icmps: [{ fields: [{ type: 8 }, { family: IPv6, type: EchoRequest }] }]",
      [
        { protocol: "ICMP", first: 8, last: 8, only: "IPv4" },
        { protocol: "ICMP", first: 128, last: 128, only: "IPv6" },
      ],
    ],
  ])("%s are %j", (fields, expected) => {
    expect(ports(`fromEntities: [all], ${fields}`)).toEqual([expected]);
    expect(problems(`ingress: [{ fromEntities: [all], ${fields} }]`)).toEqual([]);
  });

  test("are limited by what stands in their requests, in any order", () => {
    const read = (http: string) =>
      ports(`toPorts: [{ ports: [{ port: '80', protocol: TCP }], rules: { http: ${http} } }]`);
    const [limited] = read("[{ method: GET, path: /a }, { method: POST }]");
    expect(limited).toEqual([
      { ...tcp(80), only: '{"rules":{"http":[{"method":"GET","path":"/a"},{"method":"POST"}]}}' },
    ]);
    expect(read("[{ method: POST }, { path: /a, method: GET }]")).toEqual([limited]);
  });

  test("are limited by authentication", () => {
    const [limited] = ports("fromEntities: [cluster], authentication: { mode: required }");
    expect(limited).toContainEqual({
      protocol: "TCP",
      first: 0,
      last: 65535,
      only: 'authentication {"mode":"required"}',
    });
    expect(ports("fromEntities: [cluster], authentication: { mode: disabled }")).toEqual(["every"]);
  });

  test.each([
    "{ port: 80 }",
    "{ port: '70000' }",
    "{ port: '80', protocol: HTTP }",
    "{ port: '80', endPort: 79 }",
    "{}",
  ])("%s is unknown and a problem", (port) => {
    const spec = `ingress: [{ toPorts: [{ ports: [{ port: '443', protocol: TCP }, ${port}] }] }]`;
    expect(rules(spec).map((rule) => rule.ports)).toEqual([[tcp(443)], "every"]);
    expect(peersText(rules(spec)[1]?.peers)).toMatch(/^unknown:/);
    expect(problems(spec)).toHaveLength(1);
  });
});

describe("a policy of Cilium", () => {
  test("may have several specs", () => {
    const yaml = `{ ${head}, specs: [{ endpointSelector: {}, ingress: [{}] }, { endpointSelector: {}, egress: [{}] }] }`;
    expect(problemsOf(cilium, yaml)).toEqual([]);
    expect(() => policyOf(cilium, yaml)).toThrow("2 policies");
  });

  test.each([
    "ingres: [{}]",
    "ingress: [{ fromEndpoint: [{}] }]",
    "ingress: [{ toFQDNs: [{ matchName: a.example.com }] }]",
    "ingress: [{ fromEndpoints: [{ matchLabel: {} }] }]",
    "ingress: [{ toPorts: [{ port: '80' }] }]",
    "ingress: [{ toPorts: [{ ports: [{ port: '80', name: web }] }] }]",
    "ingressDeny: [{ fromEntities: [world], authentication: { mode: required } }]",
    "egress: [{ toFQDNs: [{ matchName: a.example.com, port: 80 }] }]",
    "ingress: [{ fromCIDRSet: [{ cidr: 10.0.0.0/8, excepts: [] }] }]",
    "enableDefaultDeny: { ingres: true }",
    "enableDefaultDeny: { ingress: 'yes' }",
  ])("has a field that nobody knows: %s", (spec) => {
    expect(problems(spec)).toHaveLength(1);
  });
});
