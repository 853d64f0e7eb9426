// How the cost of comparing exposure follows the hosts that change: 5,000 routes, of which one, then all, are compared.
import { fromSource } from "../build/from-source.js";

const { exposureChanges, createManifestCache, resourceFrom } = await fromSource("bench-routes", [
  "analysis/exposure/exposure-changes.ts",
  "kubernetes/manifest-cache.ts",
  "kubernetes/resource-from-manifest.ts",
]);

/** Times in milliseconds, medians of `runs`. */
export function measureRoutes(routes, runs) {
  const before = Array.from({ length: routes }, (_, index) => resourcesOf(route(index, "10.0.0.0/8"), index)).flat();
  const changed = resourcesOf(route(0, "0.0.0.0/0"), 0);
  const one = { name: "", before, after: [...changed, ...before.slice(1)] };
  // The same objects parsed again count as changed: every host is compared.
  const all = { name: "", before, after: one.after.map((resource) => ({ ...resource, data: { ...resource.data } })) };
  return { one: time(one, runs), all: time(all, runs) };
}

function time(view, runs) {
  const times = Array.from({ length: runs }, () => {
    const begin = process.hrtime.bigint();
    const found = exposureChanges(view, { controllers: {} });
    const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
    if (found.length !== 1) throw new Error(`expected one change, found ${found.length}`);
    return milliseconds;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

function resourcesOf(text, index) {
  const cache = createManifestCache({ maxBytes: 1 << 20 });
  return cache
    .read(`blob-${index}-${text.length}`, Buffer.from(text), { workloads: false })
    .objects.map((object) => resourceFrom(object, `apps/${index}.yaml`, "after"));
}

// Every tenth host is reached through a Gateway, so that both readers are measured.
function route(index, range) {
  const name = `app-${index}`;
  if (index % 10 === 9)
    return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: apps }
spec:
  parentRefs: [{ name: public, namespace: infra }]
  hostnames: [${name}.example.com]
  rules: [{ backendRefs: [{ name: ${name}, port: 80 }] }]
`;
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: apps
  annotations:
    nginx.ingress.kubernetes.io/whitelist-source-range: ${range}
spec:
  ingressClassName: nginx
  tls: [{ hosts: [${name}.example.com], secretName: ${name} }]
  rules:
    - host: ${name}.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }
          - { path: /api, pathType: Prefix, backend: { service: { name: ${name}-api, port: { number: 80 } } } }
`;
}
