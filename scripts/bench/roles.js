// How the cost of comparing access follows the roles that change: 3,000 objects that were parsed before, of which one, then all, are compared.
import { fromSource } from "../build/from-source.js";

const { accessChanges, createManifestCache, resourceFrom } = await fromSource("bench-roles", [
  "analysis/access/access-changes.ts",
  "kubernetes/manifest-cache.ts",
  "kubernetes/resource-from-manifest.ts",
]);

/** Times in milliseconds, medians of `runs`. */
export function measureRoles(objects, runs) {
  const before = Array.from({ length: objects / 2 }, (_, index) => parsed(roleAndBinding(index, "watch"))).flat();
  const all = Array.from({ length: objects / 2 }, (_, index) => parsed(roleAndBinding(index, "patch"))).flat();
  const one = [...all.slice(0, 2), ...before.slice(2)];
  return { one: time(before, one, runs, 2), all: time(before, all, runs, objects) };
}

function time(before, after, runs, expected) {
  const times = Array.from({ length: runs }, () => {
    const view = { name: "", before: placed(before, "before"), after: placed(after, "after") };
    const begin = process.hrtime.bigint();
    const found = accessChanges(view);
    const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
    if (found.length !== expected) throw new Error(`expected ${expected} changes, found ${found.length}`);
    return milliseconds;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

function placed(objects, side) {
  return objects.map((object) => resourceFrom(object, "rbac.yaml", side));
}

function parsed(text) {
  const cache = createManifestCache({ maxBytes: 1 << 20 });
  return cache.read("blob", Buffer.from(text), { workloads: false }).objects;
}

function roleAndBinding(index, verb) {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: role-${index} }
rules:
  - { apiGroups: ["group-${index}.example.com"], resources: [widgets, gadgets, gears], verbs: [get, list, ${verb}] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: binding-${index} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: role-${index} }
subjects:
  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: team-${index} }
`;
}
