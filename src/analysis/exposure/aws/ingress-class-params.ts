import type { FieldPath, Plain, Resource } from "../../../kubernetes/resource.ts";
import { fieldSettings } from "../field-settings.ts";
import type { AnnotationLayer } from "../ingress/annotation-values.ts";
import { ingressGroups } from "../ingress/ingress-groups.ts";
import { classAnnotation } from "../ingress/read-ingress.ts";
import { asList, asText, fieldAt } from "../plain-fields.ts";
import type { World } from "../world.ts";

export const albPrefix = "alb.ingress.kubernetes.io/";

/** The IngressClassParams of the class that an Ingress names, or of the only default class. */
export function paramsOf(ingress: Resource, world: World): Resource | undefined {
  const classResource = classOf(ingress, world);
  const name = asText(fieldAt(classResource?.data ?? null, ["spec", "parameters", "name"]));
  const kind = asText(fieldAt(classResource?.data ?? null, ["spec", "parameters", "kind"]));
  if (name === undefined || kind !== "IngressClassParams") return undefined;
  return world.find("elbv2.k8s.aws", "IngressClassParams", null, name);
}

function classOf(ingress: Resource, world: World): Resource | undefined {
  const field = asText(fieldAt(ingress.data, ["spec", "ingressClassName"]));
  const name =
    field ?? (Object.hasOwn(ingress.annotations, classAnnotation) ? ingress.annotations[classAnnotation] : undefined);
  if (name) return world.find(ingressGroups, "IngressClass", null, name);
  const defaults = world
    .of(ingressGroups, "IngressClass")
    .filter(({ annotations }) => annotations["ingressclass.kubernetes.io/is-default-class"] === "true");
  return defaults.length === 1 ? defaults[0] : undefined;
}

/** What the parameters of a class set, under the names of the annotations that they override. */
export function layerOf(params: Resource | undefined): AnnotationLayer {
  if (!params) return {};
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, path]) => {
      const text = textOf(fieldAt(params.data, path));
      return text === undefined ? [] : [[albPrefix + key, text]];
    }),
  );
}

/** The field of the parameters that overrides an annotation. */
export function paramsField(key: string): FieldPath | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** What of the parameters overrides nothing that is read here, such as subnets. */
export function paramsRest(params: Resource) {
  const taken = Object.values(fields).map((path) => path.slice(1).join("."));
  return fieldSettings(params, ["spec"], taken);
}

const fields: Readonly<Record<string, readonly string[]>> = {
  scheme: ["spec", "scheme"],
  "group.name": ["spec", "group", "name"],
  "inbound-cidrs": ["spec", "inboundCIDRs"],
  "security-group-prefix-lists": ["spec", "prefixListsIDs"],
  "ssl-policy": ["spec", "sslPolicy"],
  "ssl-redirect": ["spec", "sslRedirectPort"],
  "certificate-arn": ["spec", "certificateArn"],
  "wafv2-acl-arn": ["spec", "wafv2AclArn"],
  "wafv2-acl-name": ["spec", "wafv2AclName"],
  "load-balancer-attributes": ["spec", "loadBalancerAttributes"],
};

// Lists stand in annotations with commas, and attributes as `key=value`.
function textOf(value: Plain | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  const list = asList(value)?.flatMap((item) => {
    const key = asText(fieldAt(item, ["key"]));
    return key === undefined ? (asText(item) ?? []) : `${key}=${asText(fieldAt(item, ["value"])) ?? ""}`;
  });
  return list && list.length > 0 ? list.join(",") : undefined;
}
