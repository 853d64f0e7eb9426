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
      title: "Labels of an Ingress template, and a port name of a Service that is not published",
      events: [],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/templates/ingress.yaml
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: {{ .Release.Name }}
           labels:
             app: shop
        +    {{- with .Values.extraLabels }}
        +    {{- toYaml . | nindent 4 }}
        +    {{- end }}
         spec:
           rules:
             - host: {{ .Values.host }}
        @@ charts/shop/templates/service.yaml
         apiVersion: v1
         kind: Service
         metadata:
           name: {{ .Release.Name }}
         spec:
           ports:
             - port: 80
        -      name: web
        +      name: http`,
    },
    {
      title: "The condition around an Ingress template changes",
      events: ["Chart templates of protected objects changed: `charts/shop/templates/ingress.yaml` (Ingress)"],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/templates/ingress.yaml
        -{{- if .Values.ingress.enabled }}
        +{{- if true }}
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: {{ .Release.Name }}
         spec:
           rules:
             - host: {{ .Values.host }}
         {{- end }}`,
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
