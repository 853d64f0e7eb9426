import fc from "fast-check";
import type { Pod, PolicyManifest } from "./kubernetes-oracle.ts";

/** Manifests of one state of a small repository. */
export interface ClusterManifests {
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly pods: readonly NamedPod[];
  readonly policies: readonly PolicyManifest[];
}

export interface NamedPod extends Pod {
  readonly name: string;
}

type Labels = Readonly<Record<string, string>>;

const key = fc.constantFrom("app", "tier");
const value = fc.constantFrom("a", "b");
const labels: fc.Arbitrary<Labels> = fc.dictionary(key, value, { maxKeys: 2, noNullPrototype: true });
const namespaceLabels: fc.Arbitrary<Labels> = fc.dictionary(fc.constant("team"), value, {
  maxKeys: 1,
  noNullPrototype: true,
});
// The repository declares two of them.
const declared = ["cde", "shop"] as const;
const namespace = fc.constantFrom(...declared, "elsewhere");

const selector = (keys: fc.Arbitrary<string>, values: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.constant({}),
    fc.record({ matchLabels: fc.dictionary(keys, values, { maxKeys: 2, noNullPrototype: true }) }),
    fc.record({
      matchExpressions: fc.array(
        fc.oneof(
          fc.record({
            key: keys,
            operator: fc.constantFrom("In", "NotIn"),
            values: fc.array(values, { minLength: 1, maxLength: 2 }),
          }),
          fc.record({ key: keys, operator: fc.constantFrom("Exists", "DoesNotExist") }),
        ),
        { minLength: 1, maxLength: 2 },
      ),
    }),
  );
const podSelector = selector(key, value);
const namespaceSelector = fc.oneof(
  selector(fc.constant("team"), value),
  selector(fc.constant("kubernetes.io/metadata.name"), namespace),
);

const ipBlock = fc.constantFrom(
  { cidr: "0.0.0.0/0" },
  { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] },
  { cidr: "10.0.0.0/8" },
  { cidr: "10.0.0.0/8", except: ["10.1.0.0/16", "10.2.0.0/16"] },
  { cidr: "10.1.2.3/32" },
);
const peer = fc.oneof(
  fc.record({ podSelector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector, namespaceSelector }),
  fc.record({ ipBlock }),
);

const portNumber = fc.constantFrom(80, 443, 8080);
const protocol = fc.constantFrom("TCP", "UDP");
const port = fc.oneof(
  fc.record({ port: portNumber, protocol }, { requiredKeys: ["port"] }),
  fc.record({ port: fc.constantFrom(1, 79, 80), endPort: fc.constantFrom(80, 443) }),
  fc.constant({ port: 1, endPort: 65_535 }),
  fc.record({ port: fc.constantFrom("http", "sql"), protocol }, { requiredKeys: ["port"] }),
  fc.record({ protocol }),
);

/** A list that may be missing, null or empty. */
const listOf = <T>(item: fc.Arbitrary<T>) =>
  fc.oneof<fc.MaybeWeightedArbitrary<T[] | null | undefined>[]>(
    { weight: 1, arbitrary: fc.constantFrom(undefined, null, []) },
    { weight: 4, arbitrary: fc.array(item, { minLength: 1, maxLength: 2 }) },
  );
const ports = listOf(port);
const ingressRule = fc.record({ from: listOf(peer), ports });
const egressRule = fc.record({ to: listOf(peer), ports });

const policy: fc.Arbitrary<PolicyManifest> = fc
  .record({
    namespace,
    podSelector: fc.oneof({ weight: 4, arbitrary: podSelector }, fc.constant(undefined)),
    policyTypes: fc.constantFrom(undefined, null, [], ["Ingress"], ["Egress"], ["Ingress", "Egress"]),
    ingress: listOf(ingressRule),
    egress: listOf(egressRule),
  })
  .map(({ namespace: own, ...spec }) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "", namespace: own },
    spec: spec as PolicyManifest["spec"],
  }));

const pod = fc.record({
  namespace,
  labels,
  ports: fc.array(
    fc.record(
      { name: fc.constantFrom("http", "sql"), protocol, containerPort: portNumber },
      { requiredKeys: ["containerPort"] },
    ),
    { maxLength: 2 },
  ),
  hostNetwork: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, fc.constant(true)),
});

export const clusters: fc.Arbitrary<ClusterManifests> = fc
  .tuple(
    fc.record({ cde: namespaceLabels, shop: namespaceLabels }),
    fc.array(pod, { minLength: 1, maxLength: 2 }),
    fc.array(policy, { maxLength: 3 }),
  )
  .map(([namespaces, pods, policies]) => placed(namespaces, pods, policies));

/** Two states: usually some policies, labels or pods differ, the rest stays. */
export const clusterPairs: fc.Arbitrary<readonly [before: ClusterManifests, after: ClusterManifests]> = fc
  .tuple(clusters, clusters, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }))
  .map(([before, other, stays]) => {
    const mixed = <T>(was: readonly T[], is: readonly T[], offset: number) =>
      Array.from({ length: Math.max(was.length, is.length) }, (_, index) =>
        stays[index + offset] ? was[index] : is[index],
      ).filter((item) => item !== undefined);
    const namespaces = {
      cde: (stays[0] ? before : other).namespaces.cde ?? {},
      shop: (stays[1] ? before : other).namespaces.shop ?? {},
    };
    const pods = mixed(before.pods, other.pods, 2);
    return [before, placed(namespaces, pods, mixed(before.policies, other.policies, 7))];
  });

/** Objects with names of their own, so that the same place in both states is the same object. */
function placed(
  namespaces: ClusterManifests["namespaces"],
  pods: readonly Omit<Pod, "namespaceLabels">[],
  policies: readonly PolicyManifest[],
): ClusterManifests {
  return {
    namespaces,
    pods: pods.map((one, index) => ({
      ...one,
      name: "name" in one ? String(one.name) : `pod-${index}`,
      namespaceLabels: namespaces[one.namespace] ?? {},
    })),
    policies: policies.map((one, index) => ({
      ...one,
      metadata: { ...one.metadata, name: one.metadata.name || `policy-${index}` },
    })),
  };
}

/** The text of the manifests. */
export function yamlOf({ namespaces, pods, policies }: ClusterManifests): string {
  const objects = [
    ...Object.entries(namespaces).map(([name, own]) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, labels: own },
    })),
    ...pods.map(({ name, namespace: own, labels: podLabels, ports, hostNetwork }) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace: own },
      spec: {
        template: {
          metadata: { labels: podLabels },
          spec: { hostNetwork, containers: [{ name: "main", image: "shop:1", ports }] },
        },
      },
    })),
    ...policies,
  ];
  return objects.map((object) => JSON.stringify(object)).join("\n---\n");
}
