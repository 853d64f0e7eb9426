import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const controllerHardeningRelaxed = defineRule({
  id: "controller-hardening-relaxed",
  title: "A guard of the controller is switched off",
  topic: "exposure",
  severity: "critical",
  pci: ["2.2.1", "2.2.6", "7.2.2"],
  why: "The guard keeps whoever may write a route from taking over the controller, which holds the keys of every host.",
  whatToDo: 'Keep the default, in ingress-nginx `allow-snippet-annotations: "false"`.',
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "hardening" || !change.to) return;
    const known = new Set(change.from ?? []);
    const relaxed = change.to.filter((guard) => !known.has(guard));
    if (relaxed.length === 0) return;
    const them = relaxed.length === 1 ? "switches off a guard" : "switch off guards";
    return `\`${relaxed.join("`, `")}\` ${them} for ${nameTargets(change.targets)}`;
  },

  examples: [
    {
      title: "Anybody who may write an Ingress may write configuration of the proxy",
      events: [
        "`allow-snippet-annotations: true` switches off a guard for every host of ingress-nginx `ingress-nginx/ingress-nginx-controller`",
      ],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
         data:
        -  allow-snippet-annotations: "false"
        +  allow-snippet-annotations: "true"
           hsts: "true"
      `,
    },
    {
      title: "Annotations are no longer validated",
      events: [
        "`--enable-annotation-validation: false` switches off a guard for every host of ingress-nginx `ingress-nginx/ingress-nginx-controller`",
      ],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
         spec:
           template:
             spec:
               containers:
                 - name: controller
                   image: registry.k8s.io/ingress-nginx/controller:v1.15.1
                   args:
                     - /nginx-ingress-controller
        +            - --enable-annotation-validation=false
      `,
    },
    {
      title: "The default is written down",
      events: [],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
         data:
        +  allow-snippet-annotations: "false"
           hsts: "true"
      `,
    },
    {
      title: "Routes of Traefik may use services and middlewares of every namespace",
      events: [
        "`--providers.kubernetescrd.allowCrossNamespace: true` switches off a guard for every host of Traefik `traefik/traefik`",
      ],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: traefik, namespace: traefik }
         spec:
           template:
             spec:
               containers:
                 - name: traefik
                   image: traefik:v3.5
                   args:
                     - --providers.kubernetescrd
        +            - --providers.kubernetescrd.allowCrossNamespace=true
      `,
    },
  ],
});
