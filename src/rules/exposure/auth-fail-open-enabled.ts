import { authEffect, failOpenGained } from "../../analysis/exposure/auth-effect.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const authFailOpenEnabled = defineRule({
  id: "auth-fail-open-enabled",
  title: "An authentication that fails lets requests pass",
  topic: "exposure",
  severity: "critical",
  pci: ["7.3.3", "8.3.1"],
  why: "An outage of the check, or a missing credential, is enough to get in, and an attacker can cause both.",
  whatToDo: "Let the check fail closed, such as with `failOpen: false`.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "auth" || !change.from || !change.to || authEffect(change) !== "fail-open") return;
    const gained = failOpenGained(change.from, change.to).join(", ");
    return `${nameTargets(change.targets)} now ${verb(change.targets, "fails")} open for ${gained}: requests pass that it did not check`;
  },

  examples: [
    {
      title: "The external check fails open",
      events: ["`shop.example.com` now fails open for auth/login: requests pass that it did not check"],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost:
             fqdn: shop.example.com
             tls: { secretName: shop-tls }
             authorization:
        +      failOpen: true
               extensionRef: { name: login, namespace: auth }
           routes:
             - conditions: [{ prefix: / }]
               services: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "It says what is the default",
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
        +      failOpen: false
               extensionRef: { name: login, namespace: auth }
           routes:
             - conditions: [{ prefix: / }]
               services: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "A SecurityPolicy lets requests pass while its check is down",
      events: ["`shop.example.com` now fails open for extAuth.failOpen: requests pass that it did not check"],
      diff: `
         apiVersion: gateway.envoyproxy.io/v1alpha1
         kind: SecurityPolicy
         metadata: { name: login, namespace: shop }
         spec:
           targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop }]
           extAuth:
             http: { backendRefs: [{ name: login, port: 80 }] }
        -    failOpen: false
        +    failOpen: true
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge, sectionName: https }]
           hostnames: [shop.example.com]
           rules: [{ backendRefs: [{ name: web, port: 80 }] }]
      `,
    },
  ],
});
