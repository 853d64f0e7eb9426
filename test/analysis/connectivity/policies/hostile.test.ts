import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { policyKinds } from "../../../../src/analysis/connectivity/policies/index.ts";
import type { PolicyKind } from "../../../../src/analysis/connectivity/policy-kind.ts";
import type { Plain } from "../../../../src/kubernetes/resource.ts";
import { resourcesFrom } from "../../../support/resources.ts";

const kinds: readonly PolicyKind[] = policyKinds;
const objects = kinds.flatMap((family) => family.kinds.map((kind) => ({ family, kind })));

function resourcesOf(kind: string, spec: Plain) {
  const [group, name] = kind.split("/");
  const manifest = { apiVersion: `${group}/v1`, kind: name, metadata: { name: "a", namespace: "b" }, spec };
  return resourcesFrom(JSON.stringify(manifest));
}

// Names of all families at every level: most specs are nonsense, some are nearly right.
const field = fc.constantFrom(
  ..."spec ingress egress from to ports podSelector namespaceSelector ipBlock cidr except port endPort protocol policyTypes".split(
    " ",
  ),
  ..."matchLabels matchExpressions key operator values endpointSelector fromEndpoints toEndpoints fromEntities toCIDRSet".split(
    " ",
  ),
  ..."toPorts rules http icmps fields type fromRequires authentication enableDefaultDeny selector source destination nets".split(
    " ",
  ),
  ..."notNets notSelector action order tier types icmp subject namespaces pods networks protocols tcp destinationPort number".split(
    " ",
  ),
  "constructor",
  "__proto__",
);
const leaf = fc.constantFrom<Plain>(
  null,
  true,
  0,
  80,
  -1,
  1e9,
  "",
  "Ingress",
  "Allow",
  "Accept",
  "10.0.0.0/8",
  "::/0",
  "app == 'x'",
  "${X}",
  "world",
  "80",
);
const { spec } = fc.letrec<{ spec: Plain }>((tie) => ({
  spec: fc.oneof(
    { maxDepth: 7, depthSize: "large" },
    leaf,
    fc.array(tie("spec"), { maxLength: 3 }),
    fc.dictionary(field, tie("spec"), { maxKeys: 6 }),
  ),
}));

describe.each(objects)("$kind", ({ family, kind }) => {
  test("is read without an error, whatever it says", () => {
    fc.assert(
      fc.property(spec, (value) => {
        family.read(resourcesOf(kind, value));
      }),
      { numRuns: 60 },
    );
  });
});

const many = 5000;
const list = <T>(make: (index: number) => T): readonly T[] => Array.from({ length: many }, (_, index) => make(index));
const labels = Object.fromEntries(list((index) => [`l${index}`, "x"] as const));
const cidrs = list((index) => `10.${index >> 8}.${index & 255}.0/24`);

const large: readonly (readonly [string, Plain])[] = [
  [
    "networking.k8s.io/NetworkPolicy",
    { ingress: [{ from: list((index) => ({ podSelector: { matchLabels: { app: `a${index}` } } })) }] },
  ],
  ["networking.k8s.io/NetworkPolicy", { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8", except: cidrs } }] }] }],
  [
    "networking.k8s.io/NetworkPolicy",
    { podSelector: { matchLabels: labels }, ingress: [{ ports: list((port) => ({ port })) }] },
  ],
  ["networking.k8s.io/NetworkPolicy", { ingress: list(() => ({ form: [] })) }],
  [
    "cilium.io/CiliumNetworkPolicy",
    {
      endpointSelector: {},
      ingress: [{ fromCIDR: cidrs }, { fromRequires: list((index) => ({ matchLabels: { [`a${index}`]: "x" } })) }],
    },
  ],
  [
    "cilium.io/CiliumNetworkPolicy",
    { endpointSelector: {}, egress: [{ toFQDNs: list((index) => ({ matchPattern: `*${index}.example.com` })) }] },
  ],
  [
    "projectcalico.org/GlobalNetworkPolicy",
    { ingress: [{ action: "Allow", source: { nets: cidrs, notNets: cidrs } }] },
  ],
  [
    "projectcalico.org/GlobalNetworkPolicy",
    {
      ingress: [
        {
          action: "Allow",
          protocol: "TCP",
          destination: { ports: list((port) => port), notPorts: list((port) => port + 1) },
        },
      ],
    },
  ],
];

test.each(large)("a large %s is read in seconds: %#", (kind, value) => {
  const family = kinds.find((one) => one.kinds.includes(kind));
  const resources = resourcesOf(kind, value);
  const start = performance.now();
  family?.read(resources);
  expect(performance.now() - start).toBeLessThan(30_000);
});
