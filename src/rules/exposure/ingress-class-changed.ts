import { isGatewayEntry } from "../../analysis/exposure/gateway-api/gateway-class.ts";
import { isMadePublic } from "../../analysis/exposure/reach.ts";
import type { Entry } from "../../analysis/exposure/route.ts";
import { isServiceDoor, isWorkloadDoor } from "../../analysis/exposure/services/doors.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const ingressClassChanged = defineRule({
  id: "ingress-class-changed",
  title: "Another controller serves the route",
  topic: "exposure",
  severity: "high",
  cases: {
    default: {
      severity: "medium",
      when: "On one side no class is named, so that the default class of the cluster decides",
    },
  },
  pci: ["1.2.2", "1.4.2", "6.5.1"],
  why: "The other controller may be public, may match paths in another way, and ignores annotations that are not its own.",
  whatToDo:
    "Keep the class, or show for each protection how the new controller provides it. Name the reach of each class in the policy.",

  check(change) {
    if (change.facet !== "entry" || isOwnDoor(change.from) || isOwnDoor(change.to)) return;
    if (!isOther(change.from, change.to) || (isGatewayEntry(change.from.class) && isGatewayEntry(change.to.class)))
      return;
    const message = `${nameTargets(change.targets)} ${verb(change.targets, "is")} now served by ${served(change.to)}, not by ${served(change.from)}`;
    return change.from.class === null || change.to.class === null ? { message, case: "default" } : message;
  },

  examples: [
    {
      title: "Another class",
      events: ["`shop.example.com` is now served by class `public`, not by class `nginx`"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
        -  ingressClassName: nginx
        +  ingressClassName: public
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A class is named for the first time",
      events: ["`shop.example.com` is now served by class `nginx`, not by the default class"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
        +  ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The class moves from the annotation to the field",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    kubernetes.io/ingress.class: nginx
         spec:
        +  ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "An HTTPProxy goes to another installation of Contour",
      events: [
        "`backoffice.example.com` is now served by class `Contour contour-public`, not by class `Contour contour-internal`",
      ],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: backoffice, namespace: shop }
         spec:
        -  ingressClassName: contour-internal
        +  ingressClassName: contour-public
           virtualhost: { fqdn: backoffice.example.com, tls: { secretName: backoffice-tls } }
           routes: [{ services: [{ name: backoffice, port: 80 }] }]
      `,
    },
  ],
});

// A Service or a workload that opens ports itself is served by no class.
function isOwnDoor(entry: Entry): boolean {
  return isServiceDoor(entry) || isWorkloadDoor(entry);
}

// The same class with another reach is told by the rules about load balancers, and so is another class of one controller that is public.
function isOther(from: Entry, to: Entry): boolean {
  if (from.controller !== to.controller) return true;
  return from.class !== to.class && !isMadePublic(from, to);
}

function served(entry: Entry): string {
  const reach = entry.reach === "unknown" ? "" : ` (${entry.reach.replace("-", " ")})`;
  return entry.class === null ? "the default class" : `class \`${entry.class}\`${reach}`;
}
