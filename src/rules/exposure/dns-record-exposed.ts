import type { Dns } from "../../analysis/exposure/controls/dns.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const dnsRecordExposed = defineRule({
  id: "dns-record-exposed",
  title: "A DNS record publishes more, or points elsewhere",
  topic: "exposure",
  severity: "medium",
  cases: {
    unproxied: { severity: "high", when: "The record went through a proxy that filters, and no longer does" },
  },
  pci: ["1.2.2", "1.4.2", "12.5.2"],
  why: "A record makes a service easy to find, hands its callers to another address, or shows the origin behind a proxy that filters.",
  whatToDo: "Restore the annotation, or say in the pull request who needs the name and where it leads.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "dns" || !change.from || !change.to) return;
    if (change.order !== "weaker" && change.order !== "incomparable") return;
    const message = `The DNS record of ${nameTargets(change.targets)} ${differences(change.from, change.to).join(" and ")}`;
    return change.from.proxied === "yes" && change.to.proxied !== "yes" ? { message, case: "unproxied" } : message;
  },

  examples: [
    {
      title: "The proxy in front of the name is switched off",
      events: ["The DNS record of `shop.example.com` now bypasses the proxy that it led to"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    external-dns.alpha.kubernetes.io/cloudflare-proxied: "true"
        +    external-dns.alpha.kubernetes.io/cloudflare-proxied: "false"
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The name is pointed at a public tunnel",
      events: [
        "The DNS record of `shop.example.com` now points to `tunnel.example.com`, not to its load balancer and now goes through a proxy",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             external-dns.alpha.kubernetes.io/ttl: "60"
        +    external-dns.alpha.kubernetes.io/target: tunnel.example.com
        +    external-dns.alpha.kubernetes.io/cloudflare-proxied: "true"
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A load balancer gets a name",
      events: ["The DNS record of TCP port 443 of `Service edge/proxy` now publishes `edge.example.com`"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata:
           name: proxy
           namespace: edge
        +  annotations:
        +    external-dns.alpha.kubernetes.io/hostname: edge.example.com
         spec:
           type: LoadBalancer
           selector: { app: proxy }
           ports: [{ port: 443 }]
      `,
    },
    {
      title: "The annotations move to the newer prefix",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    external-dns.alpha.kubernetes.io/hostname: www.example.com,shop.example.com
        +    external-dns.kubernetes.io/hostname: shop.example.com, WWW.example.com
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A Gateway points all of its names at a tunnel",
      events: ["The DNS record of `shop.example.com` now points to `tunnel.example.net`, not to its load balancer"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata:
           name: public
           namespace: edge
        +  annotations:
        +    external-dns.alpha.kubernetes.io/target: tunnel.example.net
         spec:
           gatewayClassName: envoy
           listeners:
             - name: https
               port: 443
               protocol: HTTPS
               tls: { certificateRefs: [{ name: public-tls }] }
               allowedRoutes: { namespaces: { from: All } }
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules: [{ backendRefs: [{ name: web, port: 80 }] }]
      `,
    },
  ],
});

function differences(from: Dns, to: Dns): readonly string[] {
  if (!from.published && from.names.length === 0 && to.names.length > 0) return appearing(to);
  const gained = to.names.filter((name) => !from.names.includes(name));
  const lost = from.names.filter((name) => !to.names.includes(name));
  return [
    from.published || !to.published ? "" : "is now written by external-dns",
    gained.length === 0 ? "" : `now also publishes \`${gained.join("`, `")}\``,
    lost.length === 0 ? "" : `no longer publishes \`${lost.join("`, `")}\``,
    (from.target ?? "") === (to.target ?? "")
      ? ""
      : `now points to ${pointed(to.target)}, not to ${pointed(from.target)}`,
    from.access === to.access ? "" : `now shows the ${to.access === "default" ? "default" : to.access} address`,
    from.proxied === to.proxied ? "" : proxying(from, to),
  ].filter(Boolean);
}

function appearing({ names, target, access, proxied }: Dns): readonly string[] {
  return [
    `now publishes \`${names.join("`, `")}\``,
    target === "" || target === null ? "" : `points to ${pointed(target)}`,
    access === "default" ? "" : `shows the ${access} address`,
    proxied === "no" ? "bypasses any proxy" : proxied === "yes" ? "goes through a proxy" : "",
  ].filter(Boolean);
}

function pointed(target: Dns["target"]): string {
  return target ? `\`${target}\`` : "its load balancer";
}

function proxying(from: Dns, to: Dns): string {
  if (to.proxied === "yes") return "now goes through a proxy";
  if (from.proxied === "yes")
    return to.proxied === "no" ? "now bypasses the proxy that it led to" : "no longer asks for a proxy";
  return to.proxied === "no" ? "now bypasses any proxy" : "no longer bypasses a proxy";
}
