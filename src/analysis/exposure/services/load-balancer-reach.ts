import ipaddr from "ipaddr.js";
import { hasPlaceholder } from "../host-pattern.ts";
import { asText } from "../plain-fields.ts";
import type { Reach } from "../route.ts";
import { annotationValue } from "./annotation-value.ts";
import { addressAnnotations, clouds } from "./clouds.ts";
import type { ServiceObject } from "./service-object.ts";

export interface StatedReach {
  readonly reach: Reach;
  /** False where nothing but the default of whatever reconciles the Service decides. */
  readonly stated: boolean;
}

/** Who reaches a load balancer: by its scheme, else by the addresses that it asks for, else by the default of its cloud. */
export function loadBalancerReach(service: ServiceObject): StatedReach {
  const aws = awsReach(service);
  if (aws?.stated) return aws;
  return schemeReach(service) ?? classReach(service) ?? addressReach(service) ?? aws ?? defaultReach(service);
}

export const awsScheme = "service.beta.kubernetes.io/aws-load-balancer-scheme";
export const awsInternal = "service.beta.kubernetes.io/aws-load-balancer-internal";
export const awsType = "service.beta.kubernetes.io/aws-load-balancer-type";

/** The annotations that say who reaches a load balancer, the most telling first. */
export const reachAnnotations: readonly string[] = [
  awsScheme,
  awsInternal,
  ...clouds.flatMap(({ scheme }) => scheme.map(({ annotation }) => annotation)),
  awsType,
  ...addressAnnotations,
];

/** Whether the AWS Load Balancer Controller serves it, whose defaults differ from those of the controller in Kubernetes. */
export function isAwsController({ resource, spec }: ServiceObject): boolean {
  const type = annotationValue(resource, awsType) ?? "";
  return /^(external|nlb-ip)$/.test(type) || /(^|\.)(service\.k8s\.aws|eks\.amazonaws\.com)\/nlb$/.test(classOf(spec));
}

function classOf(spec: ServiceObject["spec"]): string {
  return asText(spec.loadBalancerClass) ?? "";
}

function awsReach(service: ServiceObject): StatedReach | undefined {
  const { resource } = service;
  const scheme = annotationValue(resource, awsScheme);
  if (scheme !== undefined) {
    const reach = scheme === "internal" ? "private-network" : scheme === "internet-facing" ? "internet" : "unknown";
    return { reach, stated: true };
  }
  // The older annotation once took a CIDR, so that anything but "false" means internal.
  const older = annotationValue(resource, awsInternal);
  if (older !== undefined) {
    const reach = hasPlaceholder(older) ? "unknown" : /^false$/i.test(older) ? "internet" : "private-network";
    return { reach, stated: true };
  }
  if (isAwsController(service)) return { reach: "private-network", stated: false };
  const isAws = Object.keys(resource.annotations).some((key) => key.startsWith("service.beta.kubernetes.io/aws-"));
  return isAws ? { reach: "internet", stated: false } : undefined;
}

function schemeReach({ resource }: ServiceObject): StatedReach | undefined {
  for (const { scheme } of clouds)
    for (const { annotation, values } of scheme) {
      const value = annotationValue(resource, annotation)?.toLowerCase();
      if (value === undefined) continue;
      const reach = Object.hasOwn(values, value) ? values[value] : hasPlaceholder(value) ? "unknown" : values["*"];
      return { reach: reach ?? "unknown", stated: true };
    }
  return undefined;
}

// A tailnet is a private network, whatever it spans.
function classReach({ spec }: ServiceObject): StatedReach | undefined {
  return classOf(spec) === "tailscale" ? { reach: "private-network", stated: true } : undefined;
}

function addressReach({ resource, spec }: ServiceObject): StatedReach | undefined {
  const text = annotationValue(resource, ...addressAnnotations) ?? asText(spec.loadBalancerIP);
  if (!text) return undefined;
  const reaches = new Set(text.split(",").map((address) => reachOfAddress(address.trim())));
  const reach = (["internet", "unknown", "private-network"] as const).find((one) => reaches.has(one));
  return { reach: reach ?? "unknown", stated: true };
}

function defaultReach({ resource }: ServiceObject): StatedReach {
  const keys = Object.keys(resource.annotations);
  const cloud = clouds.find(({ sign }) => keys.some((key) => sign.test(key)));
  return { reach: cloud?.otherwise ?? "unknown", stated: false };
}

/** Who reaches an address: the internet routes all but those of private networks. */
export function reachOfAddress(text: string): Reach {
  if (!ipaddr.isValid(text)) return "unknown";
  const range = ipaddr.process(text).range();
  if (range === "loopback") return "cluster";
  return ownRanges.has(range) ? "private-network" : "internet";
}

const ownRanges: ReadonlySet<string> = new Set(["private", "uniqueLocal", "linkLocal", "carrierGradeNat"]);
