import { rule } from "../../../src/analysis/access/policy-rule.ts";
import type { View } from "../../../src/kubernetes/desired-state.ts";
import { resourcesFrom } from "../../support/resources.ts";

/** A role named `Kind/namespace/name` or `Kind/name`, with rules in the short notation of policy-rule.ts. */
export function role(name: string, rules: string | readonly string[] = [], label?: string): string {
  const written = (typeof rules === "string" ? [rules] : rules).map((one) => rule(one));
  return `${head(name, label)}\nrules: ${JSON.stringify(written)}`;
}

/** A ClusterRole that takes over the rules of every role with the label that a built-in role selects by. */
export function aggregatedTo(name: string, builtin: string): string {
  return `${head(`ClusterRole/${name}`)}\naggregationRule: { clusterRoleSelectors: [{ matchLabels: { rbac.authorization.k8s.io/aggregate-to-${builtin}: "true" } }] }`;
}

/** A binding named `Kind/namespace/name` or `Kind/name` to a role named `Kind/name`; subjects as flow mappings. */
export function binding(name: string, roleRef: string, ...subjects: readonly string[]): string {
  const [kind = "", roleName = ""] = roleRef.split("/");
  const ref = `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: "${roleName}" }`;
  return `${head(name)}\n${ref}\nsubjects: [${subjects.join(", ")}]`;
}

export function group(name: string): string {
  return `{ kind: Group, name: "${name}" }`;
}

export function user(name: string): string {
  return `{ kind: User, name: "${name}" }`;
}

export function account(namespace: string, name: string): string {
  return `{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }`;
}

export function serviceAccount(namespace: string, name: string): string {
  return `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, namespace: ${namespace} }`;
}

/** A view of two states. */
export function states(before: readonly string[], after: readonly string[]): View {
  return {
    name: "",
    before: resourcesFrom(before.join("\n---\n"), "rbac.yaml", "before"),
    after: resourcesFrom(after.join("\n---\n"), "rbac.yaml", "after"),
  };
}

function head(name: string, label?: string): string {
  const parts = name.split("/");
  const namespace = parts.length === 3 ? `, namespace: ${parts[1]}` : "";
  const labels = label === undefined ? "" : `, labels: { ${label}: "true" }`;
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${parts[0]}\nmetadata: { name: "${parts.at(-1)}"${namespace}${labels} }`;
}
