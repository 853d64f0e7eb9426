import type { InventoryRow } from "../../../src/analysis/inventory/inventory-row.ts";
import { takeInventory } from "../../../src/analysis/inventory/take-inventory.ts";
import { type Inventory, makeInventory } from "../../../src/reports/inventory/inventory.ts";
import { defaultPolicy } from "../../../src/review/default-policy.ts";
import type { Policy } from "../../../src/review/policy.ts";
import { viewOf } from "../../analysis/inventory/support.ts";

export const commit = "9d7289d7557cc1e35914c875e8d170350db27f97";

const shop = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: { serviceAccountName: web, containers: [] } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] }
`;

const access = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: admins }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects:
  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
`;

const state = {
  generators: [
    {
      kind: "helm-release" as const,
      root: "apps/edge.yaml#edge/nginx",
      usedBy: ["apps/edge.yaml#edge/nginx"],
      inputs: [{ file: "apps/edge.yaml", role: "definition" as const }],
    },
  ],
  unread: [],
};

/** An inventory with a row or more in each section. */
export function sampleInventory(
  options: { readonly codeowners?: string | null; readonly policy?: Partial<Policy>; readonly host?: string } = {},
): Inventory {
  const { codeowners = "* @acme/platform\n/shop/ @acme/shop @ann\n", policy = {}, host = "shop.example.com" } = options;
  const files = { "shop/web.yaml": shop.replace("shop.example.com", host), "access.yaml": access };
  return inventoryOfRows(takeInventory(state, [viewOf(files)]), { codeowners, policy });
}

export function inventoryOfRows(
  rows: readonly InventoryRow[],
  { codeowners = null, policy = {} }: { readonly codeowners?: string | null; readonly policy?: Partial<Policy> } = {},
): Inventory {
  const time = Date.UTC(2026, 10, 20, 17);
  return makeInventory({ commit, time, policy: { ...defaultPolicy, ...policy }, codeowners, rows });
}

const sample = sampleInventory().rows.map(({ row }) => row);

/** Rows that an attacker wrote as far as that is possible. */
export function hostileInventory(text: string): Inventory {
  return inventoryOfRows(
    sample.map((row) => ({ ...hostileRow(row, text), object: text, views: [text], place: { file: text, line: 1 } })),
  );
}

function hostileRow(row: InventoryRow, text: string): InventoryRow {
  switch (row.section) {
    case "exposure":
      return { ...row, host: text, conditions: [text], entry: { ...row.entry, class: text } };
    case "access":
      return { ...row, principal: { ...row.principal, name: text }, role: text, workloads: [text] };
    case "connectivity":
      return { ...row, namespace: text, pods: [text], peers: [text], policies: [text] };
    case "gap":
      return { ...row, reason: text };
  }
}
