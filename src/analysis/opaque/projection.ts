import type { Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { isPlainList, isPlainObject } from "../plain-differences.ts";

/**
 * The part of an object of an unmodelled protected kind that can matter to exposure or access; null if nothing of it can.
 * What is left out is left out knowingly: status, descriptive labels, bookkeeping annotations, ClusterIP Services.
 */
export function projectionOf(resource: Resource): PlainObject | null {
  return resource.group === "" && resource.kind === "Service" ? serviceProjection(resource) : wholeProjection(resource);
}

function wholeProjection({ kind, data, annotations, labels }: Resource): PlainObject {
  const { apiVersion: _, kind: __, metadata: ___, status: ____, spec, ...fields } = data;
  // OpenShift's router shards by the labels of its routes.
  const selected = kind === "Route" ? relevantLabels(labels) : {};
  return {
    ...fields,
    ...inner(spec),
    ...named("annotations", relevantAnnotations(annotations)),
    ...named("labels", selected),
  };
}

/** A spec is shown as its fields, so that messages name `hosts`, not `spec`. */
function inner(spec: Plain | undefined): PlainObject {
  if (spec === undefined) return {};
  return isPlainObject(spec) ? spec : { spec };
}

function named(name: string, values: Readonly<Record<string, string>>): PlainObject {
  return Object.keys(values).length === 0 ? {} : { [name]: values };
}

/** What stands for an object without a projection beside one of it that has one: the same fields, and nothing that exposes. */
export function unexposedProjectionOf({ data }: Resource): PlainObject {
  const spec = isPlainObject(data.spec) ? data.spec : {};
  return { type: spec.type ?? "ClusterIP", ...exposingFields(spec) };
}

/** Kubernetes' default type is ClusterIP (ServiceSpec), which nobody outside the cluster reaches. */
function serviceProjection({ data, annotations }: Resource): PlainObject | null {
  const spec = isPlainObject(data.spec) ? data.spec : {};
  const type = spec.type ?? "ClusterIP";
  const externalIps = isPlainList(spec.externalIPs) ? spec.externalIPs : [];
  if (type !== "ClusterIP" || externalIps.length > 0)
    return { type, ...exposingFields(spec), ...named("annotations", relevantAnnotations(annotations)) };
  const exposing = Object.entries(annotations).filter(([key]) => exposesClusterIp.test(key));
  return exposing.length === 0 ? null : { type, ...exposingFields(spec), annotations: Object.fromEntries(exposing) };
}

function exposingFields(spec: PlainObject): PlainObject {
  const entries = exposing.flatMap((field): [string, Plain][] => {
    const value = spec[field];
    return value === undefined ? [] : [[field, value]];
  });
  return Object.fromEntries(entries);
}

const exposing = [
  "externalIPs",
  "externalName",
  "externalTrafficPolicy",
  "loadBalancerIP",
  "loadBalancerClass",
  "loadBalancerSourceRanges",
  "ports",
  "selector",
];

/** Operators that publish a ClusterIP Service because an annotation asks them to. */
const exposesClusterIp =
  /tailscale|external-dns|ambassador|konghq|traefik|projectcontour|ingress|expose|cloudflare|global-service|service\.cilium/;

function relevantAnnotations(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !bookkeeping.test(key)));
}

/** Written by tools about themselves, or for dashboards: no controller changes traffic or access for them. */
const bookkeeping =
  /^(kubectl\.kubernetes\.io|meta\.helm\.sh|helm\.sh|argocd\.argoproj\.io|kustomize\.toolkit\.fluxcd\.io|reloader\.stakater\.com|gethomepage\.dev|hajimari\.io|forecastle\.stakater\.com)\/|^checksum\/|(^|\/)description$/;

function relevantLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).filter(([key]) => !/^(app\.kubernetes\.io|helm\.sh)\/|^chart$/.test(key)),
  );
}
