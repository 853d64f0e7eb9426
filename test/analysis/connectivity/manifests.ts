type Fields = Readonly<Record<string, unknown>>;

/** One file, or several by their paths. */
export type Files = string | Readonly<Record<string, string>>;

export function filesOf(files: Files): Readonly<Record<string, string>> {
  return typeof files === "string" ? { "all.yaml": files } : files;
}

/** JSON is YAML, and one line per object keeps a case to what it is about. */
export function manifest(apiVersion: string, kind: string, name: string, body: Fields, metadata: Fields = {}): string {
  return `---\n${JSON.stringify({ apiVersion, kind, metadata: { name, namespace: "shop", ...metadata }, ...body })}\n`;
}

export function networkPolicy(name: string, spec: Fields, metadata: Fields = {}): string {
  return manifest("networking.k8s.io/v1", "NetworkPolicy", name, { spec }, metadata);
}

/** A policy for the pods of one app, with its name. */
export function policyFor(app: string, spec: Fields, metadata: Fields = {}): string {
  return networkPolicy(app, { podSelector: selects(app), ...spec }, metadata);
}

export function ciliumPolicy(name: string, spec: Fields): string {
  return manifest("cilium.io/v2", "CiliumNetworkPolicy", name, { spec });
}

export function calicoPolicy(name: string, spec: Fields): string {
  return manifest("projectcalico.org/v3", "NetworkPolicy", name, { spec });
}

export function namespace(name: string, labels: Fields = {}): string {
  return manifest("v1", "Namespace", name, {}, { namespace: undefined, labels });
}

interface WorkloadForm {
  readonly kind?: string;
  readonly labels?: Fields;
  readonly metadata?: Fields;
}

/** A workload whose pods have the label `app` with its name. */
export function deployment(app: string, spec: Fields = {}, form: WorkloadForm = {}): string {
  const { kind = "Deployment", labels = { app }, metadata = {} } = form;
  const template = { metadata: { labels }, spec: { containers: [{ name: "main" }], ...spec } };
  return manifest("apps/v1", kind, app, { spec: { template } }, metadata);
}

export function selects(app: string): Fields {
  return { matchLabels: { app } };
}

/** Ingress rules that admit the pods of some apps. */
export function fromPods(...apps: readonly string[]): readonly Fields[] {
  return [{ from: apps.map((app) => ({ podSelector: selects(app) })) }];
}
