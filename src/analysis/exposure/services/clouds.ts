import type { Reach } from "../route.ts";

/** How the load balancers of one cloud say who reaches them. */
export interface Cloud {
  /** The annotation, with the reach of its values; `*` is every other value. */
  readonly scheme: readonly { readonly annotation: string; readonly values: Readonly<Record<string, Reach>> }[];
  /** Annotations that only this cloud knows: then its default is known too. */
  readonly sign: RegExp;
  /** The reach without the annotation. */
  readonly otherwise: Reach;
}

const internal = { true: "private-network", false: "internet" } as const;

/** Annotation keys and defaults as documented by each cloud's controller. AWS has two controllers and stands by itself. */
export const clouds: readonly Cloud[] = [
  {
    scheme: [{ annotation: "service.beta.kubernetes.io/azure-load-balancer-internal", values: internal }],
    sign: /^service\.beta\.kubernetes\.io\/azure-/,
    otherwise: "internet",
  },
  {
    scheme: ["networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type"].map((annotation) => ({
      annotation,
      values: { internal: "private-network", external: "internet" },
    })),
    sign: /^(networking\.gke\.io|cloud\.google\.com)\//,
    otherwise: "internet",
  },
  {
    scheme: [{ annotation: "service.beta.kubernetes.io/openstack-internal-load-balancer", values: internal }],
    sign: /^(service\.beta\.kubernetes\.io\/openstack-|loadbalancer\.openstack\.org\/)/,
    // Its floating network may be the internet or a company's own.
    otherwise: "unknown",
  },
  {
    scheme: [
      "service.beta.kubernetes.io/oci-load-balancer-internal",
      "oci-network-load-balancer.oraclecloud.com/internal",
    ].map((annotation) => ({ annotation, values: internal })),
    sign: /^(service\.beta\.kubernetes\.io\/oci-|(.+\.)?oraclecloud\.com\/|oci\.oraclecloud\.com\/)/,
    otherwise: "internet",
  },
  {
    scheme: [
      {
        annotation: "service.beta.kubernetes.io/do-loadbalancer-network",
        values: { internal: "private-network", external: "internet" },
      },
    ],
    sign: /^service\.beta\.kubernetes\.io\/do-loadbalancer-|^kubernetes\.digitalocean\.com\//,
    otherwise: "internet",
  },
  {
    scheme: [
      {
        annotation: "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type",
        values: { intranet: "private-network", internet: "internet" },
      },
    ],
    sign: /^service\.beta\.kubernetes\.io\/(alibaba-cloud|alicloud)-/,
    otherwise: "internet",
  },
  {
    scheme: [
      {
        annotation: "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type",
        values: { private: "private-network", public: "internet" },
      },
    ],
    sign: /^service\.kubernetes\.io\/ibm-/,
    otherwise: "internet",
  },
  {
    scheme: [
      { annotation: "service.kubernetes.io/qcloud-loadbalancer-internal-subnetid", values: { "*": "private-network" } },
    ],
    sign: /^service\.(kubernetes\.io|cloud\.tencent\.com)\/(qcloud|tke)-/,
    otherwise: "internet",
  },
  {
    scheme: [{ annotation: "load-balancer.hetzner.cloud/disable-public-network", values: internal }],
    sign: /^load-balancer\.hetzner\.cloud\//,
    otherwise: "internet",
  },
  {
    scheme: [{ annotation: "service.beta.kubernetes.io/scw-loadbalancer-private", values: internal }],
    sign: /^service\.beta\.kubernetes\.io\/scw-/,
    otherwise: "internet",
  },
  {
    scheme: [
      {
        annotation: "yandex.cloud/load-balancer-type",
        values: { internal: "private-network", external: "internet" },
      },
    ],
    sign: /^yandex\.cloud\//,
    otherwise: "internet",
  },
];

/** Annotations by which a Service of a cluster without a cloud asks for addresses (MetalLB, Cilium, kube-vip). */
export const addressAnnotations = [
  "metallb.io/loadBalancerIPs",
  "metallb.universe.tf/loadBalancerIPs",
  "lbipam.cilium.io/ips",
  "io.cilium/lb-ipam-ips",
  "kube-vip.io/loadbalancerIPs",
] as const;
