import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A bare repository with two commits on `main`: `files` manifests of the usual mixture (about one in six is of a
 * protected kind), then a change to the host of one Ingress; beside it, on `image`, a change to one image. Returns its directory
 * and the three commit ids.
 */
export function makeRepository(files) {
  const directory = mkdtempSync(join(tmpdir(), "gatewarden-bench-"));
  git(directory, ["init", "-q", "--bare", "-b", "main", "."]);
  const base = Array.from({ length: files }, (_, index) => [pathOf(index), manifest(index)]);
  git(
    directory,
    ["fast-import", "--quiet"],
    [
      commit("main", "Add everything", base),
      "reset refs/heads/image\nfrom refs/heads/main\n\n",
      commit("main", "Move one host", [[pathOf(0), manifest(0).replaceAll("app-0.example.com", "moved.example.com")]]),
      commit("image", "Take another image", [[pathOf(1), manifest(1).replace(":1.0.0", ":1.0.1")]]),
    ].join(""),
  );
  const [head, before] = git(directory, ["rev-list", "main"]).trim().split("\n");
  return { directory, base: before, head, image: git(directory, ["rev-parse", "image"]).trim() };
}

function git(directory, args, input = "") {
  const { status, stdout, stderr } = spawnSync("git", ["-C", directory, ...args], {
    input,
    maxBuffer: 1 << 30,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
  return stdout;
}

function commit(branch, message, files) {
  const header = [
    `commit refs/heads/${branch}`,
    "committer bench <bench@example.com> 1700000000 +0000",
    `data ${Buffer.byteLength(message)}\n${message}`,
  ].join("\n");
  const body = files
    .map(([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`)
    .join("");
  return `${header}\n${body}\n`;
}

function pathOf(index) {
  return `namespaces/team-${index % 300}/app-${index}/manifest.yaml`;
}

function manifest(index) {
  const namespace = `team-${index % 300}`;
  const name = `app-${index}`;
  if (index % 12 === 0) return ingress(namespace, name);
  if (index % 12 === 6) return roleBinding(namespace, name);
  return deployment(namespace, name);
}

function ingress(namespace, name) {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: ${namespace}
  annotations:
    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
spec:
  ingressClassName: nginx
  tls:
    - hosts: [${name}.example.com]
      secretName: ${name}-tls
  rules:
    - host: ${name}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: ${name}, port: { number: 80 } } }
`;
}

function roleBinding(namespace, name) {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ${name}, namespace: ${namespace} }
rules:
  - apiGroups: [""]
    resources: [configmaps, services]
    verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ${name}, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name} }
subjects:
  - { kind: Group, name: "team:${namespace}", apiGroup: rbac.authorization.k8s.io }
`;
}

function deployment(namespace, name) {
  const variables = Array.from(
    { length: 12 },
    (_, i) => `            - { name: SETTING_${i}, value: "value-${i}-of-${name}" }`,
  ).join("\n");
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${namespace}
  labels: { app: ${name} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: main
          image: example.com/${name}:1.0.0
          env:
${variables}
`;
}
