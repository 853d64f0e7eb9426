import { clientIp } from "../../analysis/exposure/controls/client-ip.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const clientIpTrustChanged = defineRule({
  id: "client-ip-trust-changed",
  title: "Whose word counts for the client's address has changed",
  topic: "exposure",
  severity: "high",
  cases: {
    hidden: { severity: "medium", when: "The address is lost on the way, and nobody can forge it" },
  },
  pci: ["1.4.3", "10.2.2"],
  why: "Lists of addresses, rate limits and logs go by this address. A client that can choose it passes all of them.",
  whatToDo:
    "Take the address from the connection or from proxies of your own, and name those in the list of trusted ones.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "clientIp" || !change.from || !change.to) return;
    if (change.order !== "weaker" && change.order !== "incomparable") return;
    const names = nameTargets(change.targets);
    const was = `it was ${clientIp.show(change.from)}`;
    if (change.to.from === "hidden") {
      const message = `${names} no longer ${verb(change.targets, "shows")} the address of clients to the pods; ${was}`;
      return { message, case: "hidden" };
    }
    return `${names} now ${verb(change.targets, "takes")} as the client's address ${clientIp.show(change.to)}; ${was}`;
  },

  examples: [
    {
      title: "A Service loses the addresses of its clients",
      events: [
        "TCP port 443 of `Service edge/proxy` no longer shows the address of clients to the pods; it was the address of the connection",
      ],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: proxy, namespace: edge }
         spec:
           type: LoadBalancer
        -  externalTrafficPolicy: Local
        +  externalTrafficPolicy: Cluster
           selector: { app: proxy }
           ports: [{ port: 443 }]
      `,
    },
    {
      title: "The edge believes what clients say of themselves",
      events: [
        "Every host of ingress-nginx `ingress-nginx/ingress-nginx-controller` now takes as the client's address whatever the client says in a header (X-Forwarded-For); it was the address of the connection",
      ],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata:
           name: ingress-nginx-controller
           namespace: ingress-nginx
           labels: { app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller }
         data:
           hsts: "true"
        +  use-forwarded-headers: "true"
      `,
    },
    {
      title: "The default is written down",
      events: [],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: proxy, namespace: edge }
         spec:
           type: LoadBalancer
        +  externalTrafficPolicy: Cluster
           selector: { app: proxy }
           ports: [{ port: 443 }]
      `,
    },
    {
      title: "A ClientTrafficPolicy believes a header",
      events: [
        "`shop.example.com` now takes as the client's address whatever the client says in a header (X-Client-Address); it was the address of the connection",
      ],
      diff: `
         apiVersion: gateway.envoyproxy.io/v1alpha1
         kind: ClientTrafficPolicy
         metadata: { name: public, namespace: edge }
         spec:
           targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]
        +  clientIPDetection:
        +    customHeader: { name: X-Client-Address }
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
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
