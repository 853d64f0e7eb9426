import type { ControlValues } from "../control-values.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { annotationValue } from "./annotation-value.ts";
import type { ServiceObject, ServicePort } from "./service-object.ts";

const prefix = "service.beta.kubernetes.io/aws-load-balancer-";
const backendProtocol = `${prefix}backend-protocol`;
const policyOf = `${prefix}ssl-negotiation-policy`;

/** The annotations that say where a load balancer ends TLS, the most telling first. */
export const tlsAnnotations: readonly string[] = [`${prefix}ssl-cert`, `${prefix}ssl-ports`];
export const tlsVersionAnnotations: readonly string[] = [policyOf];
export const backendTlsAnnotations: readonly string[] = [backendProtocol];

/** How the load balancer treats TLS on a port. Without a certificate of its own it hands connections on as they come. */
export function readServiceTls(service: ServiceObject, port: ServicePort): ControlValues {
  const { resource } = service;
  const certificates = listOf(annotationValue(resource, `${prefix}ssl-cert`)).sort();
  if (certificates.length === 0 || !isTlsPort(service, port))
    return { tls: "none", certificate: [], tlsVersion: "default", backendTls: { level: "none", by: "" } };
  const protocol = annotationValue(resource, backendProtocol) ?? "tcp";
  // Load balancers of AWS accept any certificate of the pods.
  const level = /^(ssl|https|tls)$/i.test(protocol) ? "encrypted" : "none";
  return {
    tls: "terminated",
    certificate: certificates,
    tlsVersion: awsTlsVersion(annotationValue(resource, policyOf)),
    backendTls: { level, by: "" },
  };
}

function isTlsPort({ resource }: ServiceObject, { port, name }: ServicePort): boolean {
  const ports = annotationValue(resource, `${prefix}ssl-ports`) ?? "*";
  return ports === "*" || listOf(ports).some((one) => one === port || one === name);
}

/** The oldest version that a predefined policy of AWS accepts; without one `ELBSecurityPolicy-2016-08` counts, which accepts TLS 1.0. */
export function awsTlsVersion(policy: string | undefined): TlsVersion {
  if (policy === undefined || policy === "") return "1.0";
  const minor = /^ELBSecurityPolicy-(?:TLS13|TLS|FS)-1-([0-3])-/.exec(policy)?.[1];
  if (minor !== undefined) return `1.${minor}` as "1.0" | "1.1" | "1.2" | "1.3";
  return /^ELBSecurityPolicy-(FS-2018-06|20\d\d-\d\d)$/.test(policy) ? "1.0" : { policy };
}

function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
