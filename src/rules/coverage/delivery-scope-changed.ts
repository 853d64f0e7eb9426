import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const deliveryScopeChanged = defineRule({
  id: "delivery-scope-changed",
  title: "Manifests are delivered from or to another place",
  topic: "coverage",
  severity: "medium",
  pci: ["1.2.2", "6.5.1"],
  why: "Another path, source, namespace or cluster means other objects, or the same objects elsewhere: bindings and policies then hold for other workloads.",
  whatToDo:
    "Check what the new place holds and who trusts it, compare the rendered output before and after, and approve if it is meant.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "scope") return undefined;
    return `Manifests are delivered from or to another place: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "Flux applies another path",
      events: ["Manifests are delivered from or to another place: `spec.path`: ./apps/staging → ./apps/prod"],
      diff: `
        @@ clusters/prod/apps.yaml
         apiVersion: kustomize.toolkit.fluxcd.io/v1
         kind: Kustomization
         metadata:
           name: apps
           namespace: flux-system
         spec:
           interval: 10m
        -  path: ./apps/staging
        +  path: ./apps/prod`,
    },
    {
      title: "An overlay with a RoleBinding changes its namespace",
      events: ["Manifests are delivered from or to another place: `namespace`: team-a → kube-system"],
      diff: `
        @@ team/kustomization.yaml
        -namespace: team-a
        +namespace: kube-system
         resources:
           - binding.yaml
        @@ team/binding.yaml
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata:
           name: team
         roleRef:
           apiGroup: rbac.authorization.k8s.io
           kind: ClusterRole
           name: edit
         subjects:
           - kind: Group
             name: team-a`,
    },
    {
      title: "ServiceAccounts move away from a binding elsewhere",
      events: [
        "Manifests are delivered from or to another place: `namespace` added: prow, while RoleBinding `test-pods/deck` still names `default/deck`",
      ],
      diff: `
        @@ prow/kustomization.yaml
        +namespace: prow
         resources:
           - account.yaml
        @@ prow/account.yaml
         apiVersion: v1
         kind: ServiceAccount
         metadata:
           name: deck
           namespace: default
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata:
           name: deck
           namespace: default
         roleRef:
           apiGroup: rbac.authorization.k8s.io
           kind: ClusterRole
           name: view
         subjects:
           - kind: ServiceAccount
             name: deck
             namespace: default
        @@ test-pods/binding.yaml
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata:
           name: deck
           namespace: test-pods
         roleRef:
           apiGroup: rbac.authorization.k8s.io
           kind: ClusterRole
           name: view
         subjects:
           - kind: ServiceAccount
             name: deck
             namespace: default`,
    },
    {
      title: "Only the interval changes",
      events: [],
      diff: `
        @@ clusters/prod/apps.yaml
         apiVersion: kustomize.toolkit.fluxcd.io/v1
         kind: Kustomization
         metadata:
           name: apps
           namespace: flux-system
         spec:
        -  interval: 10m
        +  interval: 30m
           path: ./apps/prod`,
    },
  ],
});
