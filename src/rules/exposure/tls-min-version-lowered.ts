import { tlsVersion } from "../../analysis/exposure/controls/tls-version.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const tlsMinVersionLowered = defineRule({
  id: "tls-min-version-lowered",
  title: "An old version of TLS is accepted",
  topic: "exposure",
  severity: "high",
  pci: ["2.2.5", "4.2.1", "12.3.3"],
  why: "Old versions of TLS have known attacks, and whoever sits in between can talk both sides into the oldest one that they share.",
  whatToDo: "Accept TLS 1.2 and newer only, in ingress-nginx `ssl-protocols: TLSv1.2 TLSv1.3`.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "tlsVersion" || change.order !== "weaker" || !change.from || !change.to) return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "accepts")} ${tlsVersion.show(change.to)}; the oldest version was ${tlsVersion.show(change.from)}`;
  },

  examples: [
    {
      title: "The controller accepts the versions of the nineties",
      events: [
        "Every host of ingress-nginx `ingress-nginx/ingress-nginx-controller` now accepts TLS 1.0; the oldest version was TLS 1.2",
      ],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
         data:
        -  ssl-protocols: TLSv1.2 TLSv1.3
        +  ssl-protocols: TLSv1 TLSv1.1 TLSv1.2 TLSv1.3
      `,
    },
    {
      title: "Only the newest version is accepted",
      events: [],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
         data:
        -  ssl-protocols: TLSv1.2 TLSv1.3
        +  ssl-protocols: TLSv1.3
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
           hsts: "true"
        +  ssl-protocols: TLSv1.3 TLSv1.2
      `,
    },
    {
      title: "An HTTPProxy accepts an old version",
      events: ["`shop.example.com` now accepts TLS 1.1; the oldest version was TLS 1.3"],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost:
             fqdn: shop.example.com
             tls:
               secretName: shop-tls
        -      minimumProtocolVersion: "1.3"
        +      minimumProtocolVersion: "1.1"
           routes: [{ services: [{ name: web, port: 80 }] }]
      `,
    },
  ],
});
