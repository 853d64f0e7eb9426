import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const unrenderedAccessChanged = defineRule({
  id: "unrendered-access-changed",
  title: "Inputs of a chart or kustomization that concern access changed",
  topic: "coverage",
  severity: "medium",
  pci: ["7.2.1", "7.2.5"],
  why: "The keys decide who may do what in the cluster, but what they produce is not rendered here: the change may grant permissions that no manifest of the repository shows.",
  whatToDo:
    "Render the chart or kustomization before and after, compare roles, bindings and service accounts, and approve if the difference is meant.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "access") return undefined;
    return `Unrendered keys that decide who may do what changed: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "A chart creates RBAC objects",
      events: ["Unrendered keys that decide who may do what changed: `rbac.create`: false → true"],
      diff: `
        @@ charts/agent/Chart.yaml
         name: agent
         version: 1.0.0
        @@ charts/agent/values.yaml
         rbac:
        -  create: false
        +  create: true`,
    },
    {
      title: "Flux applies a path as another service account",
      events: [
        "Unrendered keys that decide who may do what changed: `spec.serviceAccountName`: tenant → cluster-admin",
      ],
      diff: `
        @@ clusters/prod/tenant.yaml
         apiVersion: kustomize.toolkit.fluxcd.io/v1
         kind: Kustomization
         metadata:
           name: tenant
           namespace: flux-system
         spec:
           path: ./tenants/blue
        -  serviceAccountName: tenant
        +  serviceAccountName: cluster-admin`,
    },
    {
      title: "Replicas and resources change",
      events: [],
      diff: `
        @@ charts/agent/Chart.yaml
         name: agent
         version: 1.0.0
        @@ charts/agent/values.yaml
         rbac:
           create: true
        -replicaCount: 1
        +replicaCount: 3
        +resources:
        +  limits:
        +    memory: 1Gi`,
    },
  ],
});
