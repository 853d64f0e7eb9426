import { identityOf, type Resource } from "../../../kubernetes/resource.ts";
import { grouped } from "../grouped.ts";
import { asObject, asText } from "../plain-fields.ts";
import { ingressGroups } from "./ingress-groups.ts";
import { classAnnotation } from "./read-ingress.ts";

/**
 * Which controller the people who write the Ingresses of a class have in mind, by class name (`""`: no class), where nothing else
 * says who serves it: the one whose annotations stand on several of them, while no other controller's do. Both states together
 * decide, so that the answer does not change with the annotation that a change is about.
 */
export function impliedControllers(resources: readonly Resource[]): ReadonlyMap<string, string> {
  const ingresses = resources.filter(({ kind, group }) => kind === "Ingress" && ingressGroups.includes(group));
  const implied = new Map<string, string>();
  for (const [name, ofClass] of grouped(ingresses, classNameOf)) {
    const byVendor = new Map<string, Set<string>>();
    for (const one of ofClass)
      for (const vendor of vendorsOn(one))
        byVendor.set(vendor, (byVendor.get(vendor) ?? new Set()).add(identityOf(one)));
    const [only] = byVendor;
    if (only && byVendor.size === 1 && only[1].size >= enough) implied.set(name, only[0]);
  }
  return implied;
}

// One may be a leftover of another cluster.
const enough = 2;

function classNameOf({ data, annotations }: Resource): string {
  const name = asText(asObject(data.spec)?.ingressClassName);
  return name ?? (Object.hasOwn(annotations, classAnnotation) ? (annotations[classAnnotation] ?? "") : "");
}

function vendorsOn({ annotations }: Resource): ReadonlySet<string> {
  const names = Object.keys(annotations);
  return new Set(vendors.flatMap(([prefix, name]) => (names.some((key) => key.startsWith(prefix)) ? [name] : [])));
}

const vendors = [
  ["nginx.ingress.kubernetes.io/", "unrecognized"],
  ["traefik.ingress.kubernetes.io/", "traefik"],
  ["haproxy.org/", "haproxytech"],
  ["haproxy-ingress.github.io/", "haproxy-ingress"],
  ["nginx.org/", "nginx-inc"],
  ["alb.ingress.kubernetes.io/", "aws-load-balancer-controller"],
  ["appgw.ingress.kubernetes.io/", "azure-agic"],
  ["konghq.com/", "kong"],
  ["projectcontour.io/", "contour"],
  ["ingress.cilium.io/", "cilium"],
  ["networking.gke.io/", "gke"],
  ["ingress.gcp.kubernetes.io/", "gke"],
  ["kubernetes.io/ingress.global-static-ip-name", "gke"],
  ["kubernetes.io/ingress.regional-static-ip-name", "gke"],
] as const;
