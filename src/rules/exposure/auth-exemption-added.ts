import { authEffect } from "../../analysis/exposure/auth-effect.ts";
import { auth } from "../../analysis/exposure/controls/auth.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const authExemptionAdded = defineRule({
  id: "auth-exemption-added",
  title: "Requests are exempt from the authentication around them",
  topic: "exposure",
  severity: "critical",
  pci: ["7.3.3", "8.3.1"],
  why: "An open path inside a host that asks for credentials is easy to overlook, and what is behind it often trusts its neighbours.",
  whatToDo: "Remove the exemption, or limit it to a path that gives nothing away.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "auth" || !change.from || change.to?.kind !== "checks" || authEffect(change) !== "exempt")
      return;
    return `${nameTargets(change.targets)} ${verb(change.targets, "is")} now exempt (${change.to.exempt}) from ${auth.show(change.from)}`;
  },

  examples: [
    {
      title: "A route is exempt from the check of its host",
      events: ["`shop.example.com` is now exempt (authPolicy.disabled) from a check by auth/login"],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost:
             fqdn: shop.example.com
             tls: { secretName: shop-tls }
             authorization:
               extensionRef: { name: login, namespace: auth }
           routes:
             - conditions: [{ prefix: / }]
        +      authPolicy: { disabled: true }
               services: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "The exemption is lifted",
      events: [],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost:
             fqdn: shop.example.com
             tls: { secretName: shop-tls }
             authorization:
               extensionRef: { name: login, namespace: auth }
           routes:
             - conditions: [{ prefix: / }]
        -      authPolicy: { disabled: true }
               services: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "A Mapping is no longer checked",
      events: ["`shop.example.com` is now exempt (`bypass_auth`) from a check by login:3000"],
      diff: `
         apiVersion: getambassador.io/v3alpha1
         kind: AuthService
         metadata: { name: login, namespace: shop }
         spec: { auth_service: "login:3000" }
         ---
         apiVersion: getambassador.io/v3alpha1
         kind: Mapping
         metadata: { name: orders, namespace: shop }
         spec:
           hostname: shop.example.com
           prefix: /orders/
           service: orders:8080
        +  bypass_auth: true
      `,
    },
  ],
});
