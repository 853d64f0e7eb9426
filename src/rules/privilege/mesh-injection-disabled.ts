import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const meshInjectionDisabled = defineRule({
  id: "mesh-injection-disabled",
  title: "Pods left the service mesh",
  topic: "privilege",
  severity: "medium",
  cases: {
    left: { severity: "medium", when: "The pods are no part of the mesh" },
    unclear: { severity: "medium", when: "It depends on a namespace that is not in the repository" },
  },
  pci: ["1.3.1", "4.2.1", "8.3.1"],
  why: "Without a proxy beside them, nobody checks who calls the pods: policies of the mesh and its mutual TLS no longer hold for them.",
  whatToDo: "Keep the pods in the mesh, or limit who reaches them by network policies.",

  check: (change) => tellPrivilege(change, "mesh"),

  examples: [
    {
      title: "Istio leaves the pods of a namespace alone",
      events: ["Pods of namespace `shop` are no longer part of the Istio mesh"],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
        -    istio-injection: enabled
        +    istio-injection: disabled
      `,
    },
    {
      title: "A namespace leaves the ambient mesh",
      events: ["Pods of namespace `shop` are no longer part of the Istio mesh"],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             team: shop
        -    istio.io/dataplane-mode: ambient
      `,
    },
    {
      title: "Pods ask Linkerd to leave them alone",
      events: ["Pods of Deployment `shop/web` are no longer part of the Linkerd mesh"],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           annotations: { linkerd.io/inject: enabled }
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             metadata:
               annotations:
                 team: shop
        +        linkerd.io/inject: disabled
             spec: { containers: [{ name: web }] }
      `,
    },
    {
      title: "Injection goes by a revision from now on",
      events: [],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
        -    istio-injection: enabled
        +    istio.io/rev: stable
      `,
    },
    {
      title: "A namespace enters the mesh",
      events: [],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             team: shop
        +    istio-injection: enabled
      `,
    },
    {
      title: "A namespace that was in no mesh says so",
      events: [],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             team: shop
        +    istio-injection: disabled
      `,
    },
  ],
});
