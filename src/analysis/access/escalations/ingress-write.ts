import type { Escalation } from "../escalation.ts";

export const ingressWrite: Escalation = {
  id: "ingress-write",
  family: "network-control",
  allows: "write ingress routes and gateways",
  needs: [
    "networking.k8s.io,extensions ingresses,ingressclasses create,update,patch,delete,deletecollection",
    "gateway.networking.k8s.io,gateway.networking.x-k8s.io gatewayclasses,gateways,listenersets,xlistenersets,httproutes,grpcroutes,tlsroutes,tcproutes,udproutes,referencegrants,backendtlspolicies create,update,patch,delete,deletecollection",
    "networking.istio.io gateways,virtualservices,serviceentries,sidecars,destinationrules,envoyfilters create,update,patch,delete,deletecollection",
    "traefik.io ingressroutes,ingressroutetcps,ingressrouteudps,middlewares,tlsoptions create,update,patch,delete,deletecollection",
    "projectcontour.io httpproxies create,update,patch,delete,deletecollection",
    "route.openshift.io routes,routes/custom-host create,update,patch,delete,deletecollection",
    "configuration.konghq.com,k8s.nginx.org,getambassador.io,elbv2.k8s.aws * create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "high" },
};
