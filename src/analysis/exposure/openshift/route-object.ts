import { createHash } from "node:crypto";
import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { type HostPattern, hasPlaceholder, normalizeHost } from "../host-pattern.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import type { Backend } from "../route.ts";
import type { RouteProblem } from "../route-kind.ts";

export interface RouteTls {
  readonly termination: "edge" | "reencrypt" | "passthrough";
  readonly insecure: string;
  /** What stands in the Route or the Secret that it names; undefined: the router's own certificate. */
  readonly certificate: string | undefined;
  /** What the certificate of the pods is checked against, where it is. */
  readonly destination: string;
}

/** A Route of OpenShift with the defaults of its API. */
export interface RouteObject {
  readonly resource: Resource;
  readonly host: HostPattern;
  /** Whether the router makes the host up, under the domain that its certificate is for. */
  readonly isGenerated: boolean;
  readonly path: string;
  readonly backends: readonly Backend[];
  /** The share of each backend, where there are several that differ. */
  readonly weights: string;
  readonly tls: RouteTls | undefined;
}

export function readRoute(resource: Resource): {
  readonly route: RouteObject;
  readonly problems: readonly RouteProblem[];
} {
  const spec = asObject(resource.data.spec) ?? {};
  const problems: RouteProblem[] = [];
  const report = (text: string, path: FieldPath) => problems.push({ resource, text, path, subject: spec });
  const targets = readTargets(resource, spec);
  if (targets.length === 0) report("it names no service", ["spec", "to"]);
  // A backend without weight gets no requests, unless none has one: then the router answers by itself.
  const served = targets.some(({ weight }) => weight > 0) ? targets.filter(({ weight }) => weight > 0) : targets;
  const host = asText(spec.host) || undefined;
  const route: RouteObject = {
    resource,
    host: hostOf(resource, spec, host),
    isGenerated: host === undefined,
    path: asText(spec.path) ?? "",
    backends: served.map(({ backend }) => backend).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    weights: weightsOf(served),
    tls: readTls(resource, spec, report),
  };
  return { route, problems };
}

/** `Subdomain` means every name under the parent of the host. */
function hostOf({ name, namespace }: Resource, spec: PlainObject, host: string | undefined): HostPattern {
  const generated = `${asText(spec.subdomain) || `${name}-${namespace ?? "<namespace>"}`}.<router domain>`;
  const text = normalizeHost(host ?? generated);
  if (spec.wildcardPolicy !== "Subdomain" || hasPlaceholder(text.split(".")[0] ?? ""))
    return { kind: "exact", name: text };
  return { kind: "suffix", suffix: text.slice(text.indexOf(".") + 1) };
}

interface Target {
  readonly backend: Backend;
  readonly weight: number;
}

const defaultWeight = 100;
// The API allows three alternates.
const mostTargets = 50;

function readTargets({ namespace }: Resource, spec: PlainObject): readonly Target[] {
  const port = asObject(spec.port)?.targetPort;
  return [spec.to, ...(asList(spec.alternateBackends) ?? [])].slice(0, mostTargets).flatMap((value): Target[] => {
    const item = asObject(value);
    const name = asText(item?.name);
    if (!item || name === undefined) return [];
    const weight = typeof item.weight === "number" ? item.weight : defaultWeight;
    const backend = { kind: asText(item.kind) ?? "Service", namespace: namespace ?? null, name, port: portText(port) };
    return [{ backend, weight }];
  });
}

function portText(port: Plain | undefined): string {
  return typeof port === "number" ? String(port) : (asText(port) ?? "");
}

function weightsOf(targets: readonly Target[]): string {
  if (new Set(targets.map(({ weight }) => weight)).size < 2) return "";
  return targets
    .map(({ backend, weight }) => `${backend.name} ${weight}`)
    .sort()
    .join(", ");
}

type Report = (text: string, path: FieldPath) => void;

function readTls(resource: Resource, spec: PlainObject, report: Report): RouteTls | undefined {
  const tls = asObject(spec.tls);
  if (!tls) return undefined;
  const termination = asText(tls.termination) ?? "edge";
  if (termination !== "edge" && termination !== "reencrypt" && termination !== "passthrough") {
    report(`the termination ${termination} does not exist`, ["spec", "tls", "termination"]);
    return { ...edge, insecure: asText(tls.insecureEdgeTerminationPolicy) || "None" };
  }
  return {
    termination,
    insecure: asText(tls.insecureEdgeTerminationPolicy) || "None",
    certificate: termination === "passthrough" ? undefined : certificateOf(resource, tls),
    destination: destinationOf(termination, asText(tls.destinationCACertificate)),
  };
}

const edge = { termination: "edge", certificate: undefined, destination: "" } as const;

function certificateOf({ namespace }: Resource, tls: PlainObject): string | undefined {
  const secret = asText(asObject(tls.externalCertificate)?.name);
  if (secret) return namespace === undefined ? secret : `${namespace}/${secret}`;
  const inline = ["certificate", "key", "caCertificate"].map((name) => asText(tls[name])?.trim() ?? "");
  return inline[0] === "" ? undefined : `in the Route itself (${digest(inline.join("\n"))})`;
}

// Without a certificate of its own, the authority that signs Services of the cluster.
function destinationOf(termination: string, certificate: string | undefined): string {
  if (termination !== "reencrypt") return "";
  return certificate?.trim() ? `a CA in the Route (${digest(certificate.trim())})` : "the CA of the cluster's services";
}

function digest(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, 12);
}
