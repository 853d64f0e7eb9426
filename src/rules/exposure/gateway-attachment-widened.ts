import { type Attachment, attachment } from "../../analysis/exposure/controls/attachment.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const gatewayAttachmentWidened = defineRule({
  id: "gateway-attachment-widened",
  title: "More objects may publish through a gateway",
  topic: "exposure",
  severity: "high",
  cases: {
    new: { severity: "medium", when: "The listener is new: nobody could attach to it before" },
  },
  pci: ["1.2.2", "7.2.2", "7.3.3"],
  why: "Whoever may attach routes can publish services under the gateway's names and certificates, or take over requests of others.",
  whatToDo:
    "Admit only the namespaces and host names that own this listener, for example with `from: Same` and a `hostname`.",

  check(change) {
    if (change.facet !== "attachment" || (change.order !== "weaker" && change.order !== "incomparable")) return;
    // What is new and narrow from the start is no widening of anything: a listener for its own namespace alone.
    if (!change.to || change.to.from === "none" || (isNew(change.from) && change.to.from === "same")) return;
    const names = nameTargets(change.targets);
    const takes = change.targets.length > 1 ? "take" : "takes";
    if (isNew(change.from))
      return { message: `${names} now ${takes} routes of ${textOf(change.to)}; nobody before`, case: "new" };
    return `${names} now ${takes} routes of ${textOf(change.to)}; it was ${textOf(change.from)}`;
  },

  examples: [
    {
      title: "Every namespace may attach routes",
      events: [
        "Listener `https` of Gateway `edge/public` now takes routes of every namespace for *.example.com; it was its own namespace for *.example.com",
      ],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
             - name: https
               port: 443
               protocol: HTTPS
               hostname: "*.example.com"
               tls: { certificateRefs: [{ name: example-tls }] }
               allowedRoutes:
                 namespaces:
        -          from: Same
        +          from: All
      `,
    },
    {
      title: "The listeners lose their host names",
      events: [
        "Listener `web` of Gateway `edge/public` now takes routes of every namespace for any host; it was every namespace for *.example.com, example.com",
      ],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
             - name: web
               port: 80
               protocol: HTTP
        -      hostname: "*.example.com"
        -      allowedRoutes: { namespaces: { from: All } }
        -    - name: root
        -      port: 80
        -      protocol: HTTP
        -      hostname: example.com
               allowedRoutes: { namespaces: { from: All } }
      `,
    },
    {
      title: "Listeners are split and renamed",
      events: [],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
        -    - name: web
        +    - name: all
               port: 80
               protocol: HTTP
               hostname: "*.example.com"
        +    - name: shop
        +      port: 80
        +      protocol: HTTP
        +      hostname: shop.example.com
      `,
    },
    {
      title: "A Gateway of Istio lets every namespace claim its hosts",
      events: [
        "Port 443 (HTTPS) of Istio Gateway `edge/public` now takes routes of every namespace for *.example.com; it was namespaces with the name before the slash for shop/*.example.com",
      ],
      diff: `
         apiVersion: networking.istio.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           selector: { istio: ingressgateway }
           servers:
             - port: { number: 443, name: https, protocol: HTTPS }
               tls: { mode: SIMPLE, credentialName: example-com }
               hosts:
        -        - "shop/*.example.com"
        +        - "*.example.com"
      `,
    },
  ],
});

function isNew(from: Attachment | null): from is null {
  return from === null || from.from === "none";
}

function textOf(value: Attachment): string {
  const text = attachment.show(value);
  return value.hosts.length === 0 && value.from !== "none" ? `${text} for any host` : text;
}
