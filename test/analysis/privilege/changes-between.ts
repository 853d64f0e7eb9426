import type { PrivilegeChange } from "../../../src/analysis/privilege/privilege-change.ts";
import { privilegeChanges } from "../../../src/analysis/privilege/privilege-changes.ts";
import { resourcesFrom } from "../../support/resources.ts";

/** The changes between two texts of manifests, each in a file of its own name. */
export function changesBetween(before: string, after: string): readonly PrivilegeChange[] {
  return privilegeChanges({
    name: "",
    before: resourcesFrom(before, "manifest.yaml", "before"),
    after: resourcesFrom(after, "manifest.yaml", "after"),
  });
}

/** Direction, circumstance and sentence of each change. */
export function told(before: string, after: string): readonly string[] {
  return changesBetween(before, after).map(({ direction, weight, sentence }) => `${direction} ${weight}: ${sentence}`);
}

type Fields = Readonly<Record<string, unknown>>;

/** JSON is YAML, and one line per object keeps a case to what it is about. */
export function object(apiVersion: string, kind: string, name: string, fields: Fields = {}, metadata: Fields = {}) {
  return `---\n${JSON.stringify({ apiVersion, kind, metadata: { name, namespace: "shop", ...metadata }, ...fields })}\n`;
}

export function deployment(name: string, pod: Fields, metadata: Fields = {}, template: Fields = {}): string {
  return object("apps/v1", "Deployment", name, { spec: { template: { metadata: template, spec: pod } } }, metadata);
}

export function account(name: string, fields: Fields = {}, metadata: Fields = {}): string {
  return object("v1", "ServiceAccount", name, fields, metadata);
}

const rbac = "rbac.authorization.k8s.io";

export function binding(name: string, role: string, subject: Fields, metadata: Fields = {}): string {
  const fields = { roleRef: { apiGroup: rbac, kind: "ClusterRole", name: role }, subjects: [subject] };
  return object(`${rbac}/v1`, "RoleBinding", name, fields, metadata);
}
