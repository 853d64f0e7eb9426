import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const unrenderedPatchChanged = defineRule({
  id: "unrendered-patch-changed",
  title: "A patch of a protected object changed",
  topic: "coverage",
  severity: "medium",
  pci: ["1.2.2", "7.2.1"],
  why: "The patch rewrites an object that decides who can reach or do what, and the result is not rendered here.",
  whatToDo:
    "Run `kubectl kustomize` before and after, compare the patched object, and approve if the difference is meant.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "patch") return undefined;
    return `A patch of a protected object changed: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "A patch adds a subject to a binding",
      events: [
        "A patch of a protected object changed: `subjects[everyone].kind` added: Group, `subjects[everyone].name` added: everyone",
      ],
      diff: `
        @@ overlay/kustomization.yaml
         resources:
           - ../base
         patches:
           - path: binding.yaml
        @@ overlay/binding.yaml
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata:
           name: deployers
        -subjects: []
        +subjects:
        +  - kind: Group
        +    name: everyone`,
    },
    {
      title: "An inline JSON patch of an Ingress",
      events: [
        "A patch of a protected object changed: `patches[0].patch[/spec/rules/0/host].replace`: shop.example.com → *.example.com",
      ],
      diff: `
        @@ overlay/kustomization.yaml
         resources:
           - ../base
         patches:
           - target:
               kind: Ingress
             patch: |
               - op: replace
                 path: /spec/rules/0/host
        -        value: shop.example.com
        +        value: "*.example.com"`,
    },
    {
      title: "A patch of a Deployment sets an image",
      events: [],
      diff: `
        @@ overlay/kustomization.yaml
         resources:
           - ../base
         patches:
           - path: deployment.yaml
        @@ overlay/deployment.yaml
         apiVersion: apps/v1
         kind: Deployment
         metadata:
           name: shop
         spec:
           template:
             spec:
               containers:
                 - name: shop
        -          image: shop:1.4.0
        +          image: shop:1.5.0`,
    },
  ],
});
