import { describe, expect, test } from "@jest/globals";
import { changesBetween } from "../changes-between.ts";

const object = (apiVersion: string, kind: string, spec: string) =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: web, namespace: shop }, spec: ${spec} }`;
const kubernetes = (spec: string) => object("networking.k8s.io/v1", "NetworkPolicy", spec);
const cilium = (spec: string) => object("cilium.io/v2", "CiliumNetworkPolicy", spec);
const calico = (spec: string) => object("projectcalico.org/v3", "NetworkPolicy", spec);
const cluster = (spec: string) =>
  `{ apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: { name: web }, spec: ${spec} }`;
const shop = "'k8s:io.kubernetes.pod.namespace': shop";

/** Changes that somebody should look at. */
const told = (before: string, after: string) =>
  changesBetween(before, after).filter((line) => /^(widened|unknown)/.test(line));

describe("policies of equal meaning", () => {
  test.each([
    ["the default of podSelector", kubernetes("{ podSelector: {} }"), kubernetes("{ policyTypes: [Ingress] }")],
    [
      "ports one by one",
      kubernetes("{ ingress: [{ ports: [{ port: 80 }, { port: 81 }] }] }"),
      kubernetes("{ ingress: [{ ports: [{ port: 80, endPort: 81, protocol: TCP }] }] }"),
    ],
    [
      "sources of labels in Cilium",
      cilium("{ endpointSelector: {}, ingress: [{ fromEndpoints: [{ matchLabels: { app: api } }] }] }"),
      cilium(`{ endpointSelector: {}, ingress: [{ fromEndpoints: [{ matchLabels: { 'k8s:app': api, ${shop} } }] }] }`),
    ],
    [
      "a policy of Kubernetes and one of Cilium",
      kubernetes("{ ingress: [{ from: [{ podSelector: { matchLabels: { app: api } } }] }] }"),
      cilium("{ endpointSelector: {}, ingress: [{ fromEndpoints: [{ matchLabels: { app: api } }] }] }"),
    ],
    [
      "a policy of Kubernetes and one of Calico",
      kubernetes("{ ingress: [{ from: [{ podSelector: { matchLabels: { app: api } } }], ports: [{ port: 80 }] }] }"),
      calico(
        "{ ingress: [{ action: Allow, protocol: TCP, source: { selector: app == 'api' }, destination: { ports: [80] } }] }",
      ),
    ],
    [
      "selectors of Calico",
      calico("{ selector: \"app in {'a', 'b'}\", ingress: [] }"),
      calico("{ selector: app == 'b' || app == 'a' }"),
    ],
    [
      "labels of namespaces in two spellings",
      calico("{ ingress: [{ action: Allow, source: { namespaceSelector: projectcalico.org/name == 'ci' } }] }"),
      calico("{ ingress: [{ action: Allow, source: { namespaceSelector: kubernetes.io/metadata.name == 'ci' } }] }"),
    ],
  ])("%s", (_, before, after) => {
    expect(told(before, after)).toEqual([]);
    expect(told(after, before)).toEqual([]);
  });
});

describe("policies that admit more", () => {
  test.each([
    [
      "an entity of Cilium",
      cilium("{ endpointSelector: {}, ingress: [{ fromEndpoints: [{}] }] }"),
      cilium("{ endpointSelector: {}, ingress: [{ fromEntities: [cluster] }] }"),
    ],
    [
      "a denial of Cilium that went",
      cilium("{ endpointSelector: {}, ingress: [{ fromEntities: [all] }], ingressDeny: [{ fromEntities: [world] }] }"),
      cilium("{ endpointSelector: {}, ingress: [{ fromEntities: [all] }] }"),
    ],
    [
      "a requirement of Cilium that went",
      cilium(
        "{ endpointSelector: {}, ingress: [{ fromEndpoints: [{}] }, { fromRequires: [{ matchLabels: { a: b } }] }] }",
      ),
      cilium("{ endpointSelector: {}, ingress: [{ fromEndpoints: [{}] }] }"),
    ],
    [
      "rules of Calico in another order",
      calico(
        "{ ingress: [{ action: Deny, source: { selector: app == 'a' } }, { action: Allow, source: { selector: all() } }] }",
      ),
      calico(
        "{ ingress: [{ action: Allow, source: { selector: all() } }, { action: Deny, source: { selector: app == 'a' } }] }",
      ),
    ],
    [
      "a denial of the cluster that went",
      cluster(
        "{ tier: Admin, priority: 1, subject: { namespaces: {} }, egress: [{ action: Deny, to: [{ networks: [169.254.169.254/32] }] }] }",
      ),
      cluster("{ tier: Admin, priority: 1, subject: { namespaces: {} } }"),
    ],
    ["a selector that nobody can evaluate", calico("{}"), calico("{ selector: app starts with 'a' }")],
  ])("%s", (_, before, after) => {
    expect(told(before, after)).not.toEqual([]);
  });
});
