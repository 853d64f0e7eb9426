import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const unrenderedRoutingChanged = defineRule({
  id: "unrendered-routing-changed",
  title: "Inputs of a chart or kustomization that concern routing changed",
  topic: "coverage",
  severity: "medium",
  pci: ["1.2.2", "1.2.5"],
  why: "The keys decide who can reach a service, but what they produce is not rendered here: the change may publish something, and nobody but a person can tell.",
  whatToDo:
    "Render the chart or kustomization before and after (`helm template`, `kubectl kustomize`), compare the routes, and approve if they are meant.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "routing") return undefined;
    return `Unrendered keys that decide who can reach a service changed: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "A chart's values enable an Ingress",
      events: [
        "Unrendered keys that decide who can reach a service changed: `ingress.enabled`: false → true, `ingress.hosts[0].host` added: shop.example.com",
      ],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/values.yaml
         image:
           tag: 1.4.0
         ingress:
        -  enabled: false
        +  enabled: true
        +  hosts:
        +    - host: shop.example.com`,
    },
    {
      title: "A HelmRelease asks for a LoadBalancer",
      events: [
        "Unrendered keys that decide who can reach a service changed: `spec.values.service.main.type`: ClusterIP → LoadBalancer",
      ],
      diff: `
        @@ apps/db.yaml
         apiVersion: helm.toolkit.fluxcd.io/v2
         kind: HelmRelease
         metadata:
           name: db
           namespace: data
         spec:
           chart:
             spec:
               chart: app-template
               version: 3.1.0
           values:
             service:
               main:
        -        type: ClusterIP
        +        type: LoadBalancer`,
    },
    {
      title: "A HelmRelease of the first Flux",
      events: [
        'Unrendered keys that decide who can reach a service changed: `spec.values.ingress.annotations["ingress.kubernetes.io/auth-type"]` removed: basic',
      ],
      diff: `
        @@ logging/search.yaml
         apiVersion: flux.weave.works/v1beta1
         kind: HelmRelease
         metadata:
           name: search
           namespace: logging
         spec:
           chart: { repository: "https://charts.example.com/", name: search, version: 1.2.0 }
           values:
             ingress:
               enabled: true
        -      annotations: { ingress.kubernetes.io/auth-type: basic }`,
    },
    {
      title: "An image tag, and the host of a database, publish nothing",
      events: [],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/values.yaml
         image:
        -  tag: 1.4.0
        +  tag: 1.5.0
         externalDatabase:
        -  host: db-1.internal
        +  host: db-2.internal
         env:
        -  DB_HOST: db-1.internal
        +  DB_HOST: db-2.internal`,
    },
    {
      title: "Comments and quotes of a values file change",
      events: [],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/values.yaml
         ingress:
        -  host: shop.example.com
        +  # The public shop.
        +  host: "shop.example.com"`,
    },
  ],
});
