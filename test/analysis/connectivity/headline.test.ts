import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Flow, FlowChange, Target } from "../../../src/analysis/connectivity/connectivity-change.ts";
import { headlineOf } from "../../../src/analysis/connectivity/headline.ts";
import { boxOf } from "../../../src/analysis/connectivity/label-box.ts";
import {
  addressesOnly,
  everyPeer,
  joinedPeers,
  namesOnly,
  podsOnly,
} from "../../../src/analysis/connectivity/peer-algebra.ts";
import type { PeerSet } from "../../../src/analysis/connectivity/peer-set.ts";
import type { PortSet } from "../../../src/analysis/connectivity/port-set.ts";
import { parseAddresses } from "../../../src/analysis/exposure/address-set.ts";
import { connectivityRules } from "../../../src/rules/connectivity/index.ts";
import { severities } from "../../../src/rules/security-event.ts";

const resource = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", namespace: "shop", name: "web" };
const target: Target = {
  namespace: "shop",
  workload: "Deployment/web",
  selector: "app=web",
  zone: null,
  inScope: false,
};

function opened(flows: readonly Flow[], changes: Partial<FlowChange> = {}): FlowChange {
  return {
    topic: "connectivity",
    kind: "opened",
    view: "",
    direction: "widened",
    resource,
    traffic: "ingress",
    directions: [changes.traffic ?? "ingress"],
    targets: [target],
    flows,
    shown: flows,
    wholeNamespace: false,
    cause: "policy",
    isLatent: false,
    andBecameOr: false,
    crossings: [],
    hosts: [],
    effect: null,
    before: null,
    after: null,
    because: [],
    ...changes,
  };
}

const tcp = (first: number, last = first): PortSet => [{ protocol: "TCP", first, last }];
const flow = (peers: PeerSet, ports: PortSet = tcp(8080), known: Partial<Flow> = {}): Flow => ({
  peers,
  ports,
  portsKnown: false,
  peersKnown: false,
  ...known,
});

function addresses(...blocks: readonly string[]): PeerSet {
  return addressesOnly(parseAddresses(blocks) ?? { v4: [], v6: [] });
}

const inNamespace = (name: string) =>
  podsOnly([
    {
      namespace: new Map([["kubernetes.io/metadata.name", { values: [name], allBut: false, orAbsent: false }]]),
      pod: boxOf({ matchLabels: { app: "a" }, matchExpressions: [] }) ?? new Map(),
    },
  ]);

const egress = { traffic: "egress", directions: ["egress"] } as const;

describe("what a change amounts to", () => {
  test.each<[string, FlowChange]>([
    ["internet-ingress", opened([flow(addresses("0.0.0.0/0"))])],
    ["internet-ingress", opened([flow(addresses("52.0.0.0/8"))])],
    ["internet-ingress few", opened([flow(addresses("203.0.113.0/24"))])],
    ["internet-ingress", opened([flow(everyPeer)])],
    ["internet-ingress", opened([flow(namesOnly(["entity:world"]))])],
    ["internet-egress", opened([flow(addresses("0.0.0.0/0"))], egress)],
    ["internet-egress few", opened([flow(addresses("203.0.113.7"))], egress)],
    ["internet-egress", opened([flow(addresses("169.254.169.254"))], egress)],
    ["internet-egress named", opened([flow(namesOnly(["name:api.example.com"]))], egress)],
    ["internet-egress", opened([flow(namesOnly(["name:*"]))], egress)],
    ["other", opened([flow(namesOnly(["name:web.shop.svc.cluster.local"]))], egress)],
    ["other", opened([flow(namesOnly(["entity:kube-apiserver"]))], egress)],
    ["address-range", opened([flow(addresses("10.0.0.0/8"))])],
    ["address-range few", opened([flow(addresses("10.1.2.3"))], egress)],
    ["cross-namespace", opened([flow(inNamespace("search"))])],
    [
      "cross-namespace every-namespace",
      opened([flow({ ...everyPeer, addresses: { v4: [], v6: [] }, named: namesOnly([]).named })]),
    ],
    ["other", opened([flow(inNamespace("shop"))])],
    ["other", opened([flow(inNamespace("search"))], egress)],
    ["insecure-service", opened([flow(inNamespace("search"), tcp(23))])],
    ["insecure-service datastore", opened([flow(inNamespace("shop"), tcp(6379))])],
    ["other", opened([flow(inNamespace("shop"), tcp(6379), { portsKnown: true })])],
    ["port-range", opened([flow(inNamespace("shop"), tcp(9187), { peersKnown: true })])],
    ["port-range insecure", opened([flow(inNamespace("shop"), tcp(1024, 65_535), { peersKnown: true })])],
    ["port-range internet", opened([flow(addresses("0.0.0.0/0"), tcp(8443), { peersKnown: true })])],
    ["split-selector", opened([flow(inNamespace("search"))], { andBecameOr: true })],
    [
      "internet-ingress",
      opened([flow(joinedPeers([inNamespace("search"), addresses("0.0.0.0/0")]))], { andBecameOr: true }),
    ],
    ["allow-all", opened([flow(everyPeer, "every")], { wholeNamespace: true })],
    ["internet-ingress", opened([flow(everyPeer, "every")])],
    ["in-scope-egress", opened([flow(inNamespace("search"))], { ...egress, targets: [{ ...target, inScope: true }] })],
    [
      "in-scope-egress same-namespace",
      opened([flow(inNamespace("shop"))], { ...egress, targets: [{ ...target, inScope: true }] }),
    ],
    [
      "in-scope-egress dns",
      opened([flow(inNamespace("kube-system"), [{ protocol: "UDP", first: 53, last: 53 }])], {
        ...egress,
        targets: [{ ...target, inScope: true }],
      }),
    ],
    ["namespace-labels", opened([flow(everyPeer)], { cause: "namespace-labels" })],
    ["workload-labels isolation-lost", opened([flow(everyPeer)], { cause: "workload-labels", kind: "isolation-lost" })],
    ["cluster-policy", opened([flow(everyPeer)], { cause: "cluster-policy" })],
    [
      "other",
      opened([flow(everyPeer)], { cause: "application-removed", kind: "isolation-lost", direction: "neutral" }),
    ],
    ["unknown-peers", opened([flow(namesOnly(["unknown:x"]))], { direction: "unknown" })],
    ["default-deny-removed", opened([flow(everyPeer)], { kind: "isolation-lost", wholeNamespace: true })],
    ["isolation-lost egress", opened([flow(everyPeer)], { kind: "isolation-lost", ...egress })],
    ["closed", opened([flow(everyPeer)], { kind: "closed", direction: "narrowed" })],
    ["isolation-gained", opened([flow(everyPeer)], { kind: "isolation-gained", direction: "narrowed" })],
  ])("%s", (expected, change) => {
    const { statement, case: own } = headlineOf(change);
    expect([statement, own].filter(Boolean).join(" ")).toBe(expected);
  });
});

/** What the rules say about a change: one of them speaks, with a severity that it documents. */
function judged(change: FlowChange) {
  const speaking = connectivityRules.flatMap((rule) => {
    const found = rule.check(change);
    const finding =
      typeof found === "string" ? { message: found } : (found as { message: string; case?: string } | undefined);
    return finding ? [{ rule, finding }] : [];
  });
  const specific = speaking.filter(({ rule }) => !rule.fallback);
  const [one, ...more] = specific.length > 0 ? specific : speaking;
  if (!one || more.length > 0)
    throw new Error(`${specific.map(({ rule }) => rule.id).join(" and ") || "nobody"} speaks`);
  const own = one.finding.case;
  if (own !== undefined && own !== "in-scope" && !Object.hasOwn(one.rule.cases ?? {}, own))
    throw new Error(`${one.rule.id} does not document ${own}`);
  const severity = (own === undefined ? undefined : one.rule.cases?.[own]?.severity) ?? one.rule.severity;
  return { id: one.rule.id, severity, message: one.finding.message };
}

const peers = fc
  .subarray(
    [
      inNamespace("shop"),
      inNamespace("search"),
      addresses("10.0.0.0/8"),
      addresses("10.1.2.3"),
      addresses("203.0.113.7"),
      addresses("0.0.0.0/0"),
      addresses("169.254.169.254"),
      namesOnly(["name:api.example.com"]),
      namesOnly(["name:*"]),
      namesOnly(["entity:world"]),
      everyPeer,
    ],
    { minLength: 1 },
  )
  .map(joinedPeers);
const ports = fc.constantFrom<PortSet>("every", tcp(443), tcp(23), tcp(6379), tcp(1, 65_535), tcp(1024, 2000));
const flows = fc.array(fc.record({ peers, ports, portsKnown: fc.boolean(), peersKnown: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
});
const changes = fc
  .record({
    flows,
    traffic: fc.constantFrom("ingress" as const, "egress" as const),
    kind: fc.constantFrom("opened" as const, "isolation-lost" as const, "closed" as const, "isolation-gained" as const),
    cause: fc.constantFrom(
      "policy" as const,
      "cluster-policy" as const,
      "namespace-labels" as const,
      "workload-labels" as const,
      "application-removed" as const,
    ),
    wholeNamespace: fc.boolean(),
    isLatent: fc.boolean(),
    andBecameOr: fc.boolean(),
    inScope: fc.boolean(),
  })
  .map(({ flows: some, inScope, ...rest }) =>
    opened(some, {
      ...rest,
      directions: [rest.traffic],
      targets: [{ ...target, inScope }],
      direction:
        rest.kind === "closed" || rest.kind === "isolation-gained"
          ? "narrowed"
          : rest.cause === "application-removed"
            ? "neutral"
            : "widened",
    }),
  );

test("one rule speaks about each change, with a severity that it documents", () => {
  fc.assert(
    fc.property(changes, (change) => {
      const { message } = judged(change);
      expect(message.length).toBeLessThan(1000);
    }),
  );
});

test("whoever opens more does not get a lower severity for it", () => {
  const openings = changes.filter(({ kind, cause }) => kind === "opened" && cause === "policy");
  fc.assert(
    fc.property(openings, flows, (change, more) => {
      const all = [...change.flows, ...more];
      const [less, wider] = [judged(change), judged({ ...change, flows: all, shown: all })];
      expect(severities.indexOf(wider.severity)).toBeLessThanOrEqual(severities.indexOf(less.severity));
    }),
  );
});
