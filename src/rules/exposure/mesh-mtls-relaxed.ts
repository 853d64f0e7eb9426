import { meshMtls } from "../../analysis/exposure/controls/mesh-mtls.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const meshMtlsRelaxed = defineRule({
  id: "mesh-mtls-relaxed",
  title: "Workloads of the mesh accept peers that prove nothing",
  topic: "exposure",
  severity: "high",
  pci: ["1.3.1", "2.2.7", "8.3.2"],
  why: "Calls in clear text and from peers without an identity are accepted inside the mesh, and policies that name callers cannot hold them.",
  whatToDo:
    "Keep the mode at `STRICT`, and give a single port another mode where something outside the mesh has to call it.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "meshMtls" || change.order !== "weaker" || !change.from || !change.to) return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "has")} ${meshMtls.show(change.to)}; it was ${meshMtls.show(change.from)}`;
  },

  examples: [
    {
      title: "Clear text is accepted as well",
      events: ["Every workload of namespace `shop` now has permissive mutual TLS; it was strict mutual TLS"],
      diff: `
         apiVersion: security.istio.io/v1
         kind: PeerAuthentication
         metadata: { name: default, namespace: shop }
         spec:
           mtls:
        -    mode: STRICT
        +    mode: PERMISSIVE
      `,
    },
    {
      title: "Some pods leave the mode of their namespace",
      events: ["Every workload `app=web` of namespace `shop` now has disabled mutual TLS; it was strict mutual TLS"],
      diff: `
         apiVersion: security.istio.io/v1
         kind: PeerAuthentication
         metadata: { name: default, namespace: shop }
         spec:
           mtls:
             mode: STRICT
        +---
        +apiVersion: security.istio.io/v1
        +kind: PeerAuthentication
        +metadata: { name: web, namespace: shop }
        +spec:
        +  selector: { matchLabels: { app: web } }
        +  mtls: { mode: DISABLE }
      `,
    },
    {
      title: "The mesh asks for the same",
      events: [],
      diff: `
         apiVersion: security.istio.io/v1
         kind: PeerAuthentication
         metadata: { name: default, namespace: istio-system }
         spec: { mtls: { mode: STRICT } }
        ----
        -apiVersion: security.istio.io/v1
        -kind: PeerAuthentication
        -metadata: { name: default, namespace: shop }
        -spec: { mtls: { mode: STRICT } }
      `,
    },
  ],
});
