import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const chartTemplateChanged = defineRule({
  id: "chart-template-changed",
  title: "A chart template of a protected object changed",
  topic: "coverage",
  severity: "medium",
  pci: ["1.2.2", "7.2.1"],
  why: "The template produces objects that decide who can reach or do what; which ones depends on values, and they are not rendered here.",
  whatToDo:
    "Run `helm template` with the values of each environment before and after, compare the objects, and approve if the difference is meant.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "template") return undefined;
    return `Chart templates of protected objects changed: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "An Ingress template serves every host",
      events: ["Chart templates of protected objects changed: `charts/shop/templates/ingress.yaml` (Ingress)"],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/templates/ingress.yaml
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: {{ .Release.Name }}
         spec:
           rules:
        -    - host: {{ .Values.host }}
        +    - host: "*"`,
    },
    {
      title: "A Deployment template changes",
      events: [],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/templates/deployment.yaml
         apiVersion: apps/v1
         kind: Deployment
         metadata:
           name: {{ .Release.Name }}
         spec:
        -  replicas: 1
        +  replicas: {{ .Values.replicas }}`,
    },
    {
      title: "A comment is added to an Ingress template",
      events: [],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/templates/ingress.yaml
        +{{/* The public entrance. */}}
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: {{ .Release.Name }}`,
    },
  ],
});
