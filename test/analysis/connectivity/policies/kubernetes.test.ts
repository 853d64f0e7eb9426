import { describe, expect, test } from "@jest/globals";
import { everyPeer } from "../../../../src/analysis/connectivity/peer-algebra.ts";
import type { PeerSet } from "../../../../src/analysis/connectivity/peer-set.ts";
import { kubernetes } from "../../../../src/analysis/connectivity/policies/kubernetes.ts";
import { meaningOf, peersText, policyOf, problemsOf } from "../../../support/connectivity/policies.ts";

const meaning = (spec: string) => meaningOf(kubernetes, networkPolicy(spec));
const policy = (spec: string) => policyOf(kubernetes, networkPolicy(spec));
const problems = (spec: string) => problemsOf(kubernetes, networkPolicy(spec));

function networkPolicy(spec: string): string {
  return `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: web, namespace: shop }, spec: ${spec} }`;
}

function firstPeers(spec: string): PeerSet | undefined {
  return policy(spec).ingress?.rules[0]?.peers;
}

function peers(item: string): string {
  return peersText(firstPeers(`{ ingress: [{ from: [${item}] }] }`));
}

function ports(item: string) {
  return policy(`{ ingress: [{ ports: [${item}] }] }`).ingress?.rules.map((rule) => rule.ports);
}

describe("the pods of a NetworkPolicy", () => {
  test("are those of its namespace that the selector selects", () => {
    expect(meaning("{ podSelector: { matchLabels: { app: web } } }").subject).toEqual([
      "kubernetes.io/metadata.name=shop / app=web",
    ]);
  });

  test.each(["{ podSelector: {} }", "{}", "{ podSelector: null }"])("are all of the namespace for %s", (spec) => {
    expect(meaning(spec).subject).toEqual(["kubernetes.io/metadata.name=shop / *"]);
  });

  test("of a policy without a namespace share the directory of its file", () => {
    const yaml = "{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: web }, spec: {} }";
    expect(meaningOf(kubernetes, yaml, "apps/shop/policy.yaml").subject).toEqual([
      "kubernetes.io/metadata.name=(apps/shop) / *",
    ]);
  });

  test("are not known if the API server refuses the selector", () => {
    expect(problems("{ podSelector: { matchExpressions: [{ key: app, operator: Is, values: [web] }] } }")).toEqual([
      expect.stringContaining("which is none"),
      "applies to pods that nobody here can tell",
    ]);
  });
});

describe("the directions of a NetworkPolicy", () => {
  test.each([
    ["{}", true, false],
    ["{ policyTypes: [] }", true, false],
    ["{ egress: [] }", true, false],
    ["{ egress: [{}] }", true, true],
    ["{ ingress: [{}], egress: [{}] }", true, true],
    ["{ policyTypes: [Egress] }", false, true],
    ["{ policyTypes: [Egress], ingress: [{}] }", false, true],
    ["{ policyTypes: [Ingress], egress: [{}] }", true, false],
    ["{ policyTypes: [Ingress, Egress] }", true, true],
  ])("%s isolates ingress: %s, egress: %s", (spec, ingress, egress) => {
    expect(policy(spec).ingress?.isolates ?? false).toBe(ingress);
    expect(policy(spec).egress?.isolates ?? false).toBe(egress);
    expect(problems(spec)).toEqual([]);
  });

  test("that nobody knows are a problem", () => {
    expect(problems("{ policyTypes: [ingress] }")).toHaveLength(1);
  });
});

describe("the peers of a rule", () => {
  test.each([
    "{ ingress: [{}] }",
    "{ ingress: [null] }",
    "{ ingress: [{ from: [] }] }",
    "{ ingress: [{ from: null }] }",
  ])("are everybody for %s", (spec) => {
    expect(firstPeers(spec)).toBe(everyPeer);
    expect(policy(spec).ingress?.rules[0]?.ports).toBe("every");
  });

  test.each(["{}", "{ ingress: [] }", "{ ingress: null }"])("are nobody for %s", (spec) => {
    expect(policy(spec).ingress?.rules).toEqual([]);
  });

  test.each([
    ["{ podSelector: { matchLabels: { app: api } } }", "kubernetes.io/metadata.name=shop / app=api"],
    ["{ podSelector: {} }", "kubernetes.io/metadata.name=shop / *"],
    ["{ namespaceSelector: { matchLabels: { team: a } } }", "team=a / *"],
    ["{ namespaceSelector: {} }", "* / *"],
    ["{ namespaceSelector: {}, podSelector: { matchLabels: { app: api } } }", "* / app=api"],
    [
      "{ namespaceSelector: { matchLabels: { team: a } } }, { podSelector: {} }",
      "team=a / *; kubernetes.io/metadata.name=shop / *",
    ],
    ["{ podSelector: { matchLabels: { app: '${APP}' } } }", "kubernetes.io/metadata.name=shop / app=${APP}"],
    ["{ podSelector: { matchLabels: { constructor: x } } }", "kubernetes.io/metadata.name=shop / constructor=x"],
    ["{ ipBlock: { cidr: 10.0.0.0/8 } }", "10.0.0.0/8"],
    ["{ ipBlock: { cidr: 10.0.0.0/8, except: [10.128.0.0/9] } }", "10.0.0.0/9"],
    ["{ ipBlock: { cidr: '2001:db8::/32' } }", "2001:db8::/32"],
    ["{ ipBlock: { cidr: '${CIDR}' } }", "unknown:cidr ${CIDR}"],
    ["{ ipBlock: { cidr: 10.0.0.0/8, except: ['${CIDR}'] } }", "10.0.0.0/8; unknown:cidr 10.0.0.0/8 except ${CIDR}"],
  ])("%s are %s", (item, expected) => {
    expect(peers(item)).toBe(expected);
    expect(problems(`{ ingress: [{ from: [${item}] }] }`)).toEqual([]);
  });

  test.each([
    "{}",
    "null",
    "text",
    "{ ipBlock: { cidr: 10.0.0.0/8 }, podSelector: {} }",
    "{ ipBlock: { cidr: 10.0.0.0 } }",
    "{ ipBlock: { cidr: 10.0/8 } }",
    "{ ipBlock: { except: [10.0.0.0/8] } }",
    "{ ipBlock: { cidr: 10.0.0.0/8, except: [11.0.0.0/8] } }",
    "{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/8] } }",
    "{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [] }] } }",
    "{ podSelector: { matchLabels: { app: 1 } } }",
    "{ namespaceSelector: text }",
  ])("%s are unknown and a problem", (item) => {
    expect(peers(item)).toMatch(/^unknown:/);
    expect(problems(`{ ingress: [{ from: [${item}] }] }`)).toHaveLength(1);
  });

  test("are told from `to` for egress", () => {
    expect(peersText(policy("{ egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }] }").egress?.rules[0]?.peers)).toBe(
      "10.0.0.0/8",
    );
  });
});

describe("the ports of a rule", () => {
  test.each([
    ["{ port: 80 }", { protocol: "TCP", first: 80, last: 80 }],
    ["{ protocol: UDP, port: 53 }", { protocol: "UDP", first: 53, last: 53 }],
    ["{ port: 8000, endPort: 8010 }", { protocol: "TCP", first: 8000, last: 8010 }],
    ["{ protocol: SCTP }", { protocol: "SCTP", first: 1, last: 65535 }],
    ["null", { protocol: "TCP", first: 1, last: 65535 }],
    ["{ port: https }", { protocol: "TCP", name: "https" }],
  ])("%s is %j", (item, range) => {
    expect(ports(item)).toEqual([[range]]);
    expect(problems(`{ ingress: [{ ports: [${item}] }] }`)).toEqual([]);
  });

  test.each([
    "{ port: 0 }",
    "{ port: 65536 }",
    "{ port: '80' }",
    "{ port: 80.5 }",
    "{ port: 80, endPort: 79 }",
    "{ endPort: 80 }",
    "{ port: http, endPort: 90 }",
    "{ protocol: ICMP }",
    "{ port: a-port-with-a-long-name }",
  ])("%s is unknown and a problem", (item) => {
    const spec = `{ ingress: [{ ports: [{ port: 443 }, ${item}], from: [{ podSelector: {} }] }] }`;
    const rules = policy(spec).ingress?.rules ?? [];
    expect(rules.map((rule) => rule.ports)).toEqual([[{ protocol: "TCP", first: 443, last: 443 }], "every"]);
    expect(peersText(rules[1]?.peers)).toMatch(/^unknown:/);
    expect(problems(spec)).toHaveLength(1);
  });

  test("of a template are unknown and no problem", () => {
    const spec = "{ ingress: [{ ports: [{ port: '${PORT}' }] }] }";
    expect(peersText(firstPeers(spec))).toMatch(/^unknown:/);
    expect(problems(spec)).toEqual([]);
  });
});

describe("fields that nobody knows", () => {
  test.each([
    "{ podselector: {} }",
    "{ podSelector: { app: web } }",
    "{ podSelector: { matchExpressions: [{ key: a, operator: Exists, value: b }] } }",
    "{ ingress: [{ to: [{ podSelector: {} }] }] }",
    "{ ingress: [{ from: [{ podSelector: {}, port: 80 }] }] }",
    "{ ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, excepts: [] } }] }] }",
    "{ ingress: [{ ports: [{ port: 80, name: web }] }] }",
    "{ ingress: { from: [] } }",
    "{ ingress: [text] }",
  ])("are a problem in %s", (spec) => {
    expect(problems(spec)).toHaveLength(1);
  });

  test("identify the problem without positions", () => {
    const first = problemsOf(kubernetes, networkPolicy("{ ingress: [{ form: [] }] }"), "text");
    const second = problemsOf(kubernetes, networkPolicy("{ ingress: [{}, { form: [] }] }"), "text");
    expect(first).toEqual(second);
  });
});
