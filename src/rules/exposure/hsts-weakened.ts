import { hsts } from "../../analysis/exposure/controls/hsts.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const hstsWeakened = defineRule({
  id: "hsts-weakened",
  title: "Browsers no longer insist on HTTPS as before",
  topic: "exposure",
  severity: "medium",
  pci: ["4.2.1", "6.4.3", "11.6.1"],
  why: "The first request of a visitor can be redirected to plain HTTP again by anybody on the way.",
  whatToDo: "Restore the header Strict-Transport-Security with a year and all subdomains.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "hsts" || change.order !== "weaker" || change.from === null) return;
    const was = `it was ${hsts.show(change.from)}`;
    const names = nameTargets(change.targets);
    return change.to === null
      ? `${names} no longer ${verb(change.targets, "tells")} browsers to insist on HTTPS; ${was}`
      : `${names} now ${verb(change.targets, "sends")} ${hsts.show(change.to)}; ${was}`;
  },

  examples: [
    {
      title: "The controller stops sending the header",
      events: [
        "Every host of ingress-nginx `ingress-nginx/ingress-nginx-controller` no longer tells browsers to insist on HTTPS; it was HSTS for 31536000 seconds with subdomains",
      ],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
         data:
           ssl-protocols: TLSv1.3
        +  hsts: "false"
      `,
    },
    {
      title: "The time falls to an hour for a host",
      events: [
        "`shop.example.com` now sends HSTS for 3600 seconds with subdomains; it was HSTS for 31536000 seconds with subdomains",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
         ---
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
         data:
           ssl-protocols: TLSv1.3
        +  hsts-max-age: "3600"
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
           ssl-protocols: TLSv1.3
        +  hsts: "true"
        +  hsts-max-age: "31536000"
      `,
    },
    {
      title: "A Route no longer asks browsers to insist on HTTPS",
      events: [
        "`shop.example.com` no longer tells browsers to insist on HTTPS; it was HSTS for 31536000 seconds with subdomains",
      ],
      diff: `
         apiVersion: route.openshift.io/v1
         kind: Route
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    haproxy.router.openshift.io/hsts_header: max-age=31536000;includeSubDomains
        +    haproxy.router.openshift.io/hsts_header: max-age=0
         spec:
           host: shop.example.com
           to: { kind: Service, name: web }
           tls: { termination: edge, insecureEdgeTerminationPolicy: Redirect }
      `,
    },
  ],
});
