import type { MapNode, NamedMap, NetworkMap } from "../../src/analysis/network-map/network-map.ts";
import { describeCommit, describeCommits } from "../../src/describe-commit.ts";
import { mapsOfChange, mapsOfCommit } from "../../src/draw-network.ts";
import { defaultPolicy } from "../../src/review/default-policy.ts";
import type { Policy } from "../../src/review/policy.ts";
import { type MemoryCommit, memoryTree } from "./memory-tree.ts";

type Files = MemoryCommit | string;

const filesOf = (files: Files): MemoryCommit => (typeof files === "string" ? { "all.yaml": files } : files);

/** The maps of one state; a text is a file of manifests. */
export async function mapsAt(files: Files, policy: Partial<Policy> = {}): Promise<readonly NamedMap[]> {
  const whole = { ...defaultPolicy, ...policy };
  const tree = memoryTree({ head: filesOf(files) });
  return mapsOfCommit(await describeCommit(tree, "head", { policy: whole }), whole);
}

export async function mapAt(files: Files, policy: Partial<Policy> = {}): Promise<NetworkMap> {
  return onlyMap(await mapsAt(files, policy));
}

/** The map of the difference between two states. */
export async function mapBetween(before: Files, after: Files, policy: Partial<Policy> = {}): Promise<NetworkMap> {
  const whole = { ...defaultPolicy, ...policy };
  const tree = memoryTree({ before: filesOf(before), after: filesOf(after) });
  const facts = await describeCommits(tree, { before: "before", after: "after" }, { policy: whole });
  return onlyMap(mapsOfChange(facts.views, whole));
}

function onlyMap(maps: readonly NamedMap[]): NetworkMap {
  const [only] = maps;
  if (!only || maps.length > 1) throw new Error(`${maps.length} maps`);
  return only.map;
}

/** The arrows of a map in one line each: `from -> to [label] state`. */
export function arrows({ nodes, edges }: NetworkMap): readonly string[] {
  const name = (id: string) => textOf(nodes.find((node) => node.id === id));
  return edges
    .map(({ from, to, kind, label, state, was }) =>
      [
        `${name(from)} ${kind === "route" ? "->" : kind === "flow" ? "=>" : "-x"} ${name(to)}`,
        label === "" ? "" : `[${was === undefined || was === label ? "" : `${was} → `}${label}]`,
        state === "same" ? "" : state,
      ]
        .filter(Boolean)
        .join(" "),
    )
    .sort();
}

function textOf(node: MapNode | undefined): string {
  if (!node) return "?";
  return node.kind === "workload" ? node.label : `${node.kind} ${node.label}`;
}

export const deployment = (name: string, namespace = "shop", port = 8080) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: main
          ports: [{ containerPort: ${port}, name: http }]
`;

export const service = (name: string, namespace = "shop", more = "") => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  ${more}
  selector: { app: ${name} }
  ports: [{ port: 80, targetPort: 8080 }]
`;

export const ingress = (name: string, host: string, more = "") => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop }
spec:
  ingressClassName: nginx
  ${more}
  rules:
    - host: ${host}
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }
`;

/** `rules` are the fields of the spec besides the selector. */
export const networkPolicy = (name: string, app: string, rules: string, namespace = "shop") => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  podSelector: ${app === "" ? "{}" : `{ matchLabels: { app: ${app} } }`}
  ${rules}
`;
