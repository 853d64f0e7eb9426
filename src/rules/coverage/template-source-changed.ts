import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const templateSourceChanged = defineRule({
  id: "template-source-changed",
  title: "Source of a protected object changed in a template language",
  topic: "coverage",
  severity: "medium",
  pci: ["1.2.2", "7.2.1"],
  why: "The touched lines belong to an object that decides who can reach or do what, or to keys of one. What the source (Jinja, Jsonnet, CUE, a Go template) produces is not known here.",
  whatToDo:
    "Compare what the source produces before and after. If the produced manifests are committed too, they are judged as what they are; otherwise read the change as you would without a tool.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "template-source") return undefined;
    return `Sources of protected objects changed: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "A Jinja template outside any chart serves another host",
      events: ["Sources of protected objects changed: `web/ingress.yaml.j2` (Ingress)"],
      diff: `
        @@ web/ingress.yaml.j2
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: web
         spec:
           rules:
        -    - host: {{ host }}
        +    - host: {{ other_host }}`,
    },
    {
      title: "A Jsonnet role may do more",
      events: ["Sources of protected objects changed: `lib/agent.libsonnet` (ClusterRole)"],
      diff: `
        @@ lib/agent.libsonnet
         {
           clusterRole: {
             kind: 'ClusterRole',
             rules: [{
               apiGroups: [''],
               resources: ['pods'],
        -      verbs: ['get'],
        +      verbs: ['*'],
             }],
           },
         }`,
    },
    {
      title: "An addition to a role that a library declares",
      events: ["Sources of protected objects changed: `lib/all-namespaces.libsonnet` (keys of exposure or access)"],
      diff: `
        @@ lib/all-namespaces.libsonnet
         {
           agent+: {
             clusterRole+: {
               rules+: [
        +        {
        +          apiGroups: [''],
        +          resources: ['secrets'],
        +          verbs: ['get', 'list'],
        +        },
                 {
                   apiGroups: [''],
                   resources: ['pods'],
                   verbs: ['get', 'list'],
                 },
               ],
             },
           },
         }`,
    },
    {
      title: "Another object of the same source changes",
      events: [],
      diff: `
        @@ lib/agent.libsonnet
         {
           clusterRole: {
             kind: 'ClusterRole',
             rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
           },
           deployment: {
             kind: 'Deployment',
             spec: {
        -      replicas: 1,
        +      replicas: 2,
             },
           },
         }`,
    },
    {
      title: "A label of an Ingress",
      events: [],
      diff: `
        @@ web/ingress.yaml.j2
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: web
           labels:
        -    team: {{ team }}
        +    team: {{ owner }}
         spec:
           rules:
             - host: {{ host }}`,
    },
  ],
});
