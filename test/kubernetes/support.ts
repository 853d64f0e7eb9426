import type { DesiredState } from "../../src/kubernetes/desired-state.ts";
import { type ReadStates, readStates } from "../../src/kubernetes/read-states.ts";
import type { Resource } from "../../src/kubernetes/resource.ts";
import { type MemoryCommit, memoryTree } from "../support/memory-tree.ts";

export function readBoth(before: MemoryCommit, after: MemoryCommit): Promise<ReadStates> {
  return readStates(memoryTree({ before, after }), { before: "before", after: "after" });
}

/** The state of a commit that adds the files to an empty repository. */
export async function readAdded(files: MemoryCommit): Promise<DesiredState> {
  return (await readBoth({}, files)).after;
}

export function names(resources: readonly Resource[]): string[] {
  return resources.map(({ kind, namespace, name }) => `${kind} ${namespace ?? ""}/${name}`).sort();
}

export function ingress(name: string, host = "shop.example.com", namespace?: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}${namespace === undefined ? "" : `\n  namespace: ${namespace}`}
spec:
  rules:
    - host: ${host}
`;
}

export function role(name: string, verb = "get", namespace?: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ${name}${namespace === undefined ? "" : `\n  namespace: ${namespace}`}
rules:
  - { apiGroups: [""], resources: [pods], verbs: [${verb}] }
`;
}
