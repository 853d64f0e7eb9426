import { ciphersOf, defaultSslPolicy, versionOf } from "../aws/ssl-policy.ts";
import type { ControlValues } from "../control-values.ts";
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
  const policy = annotationValue(resource, policyOf) ?? defaultSslPolicy;
  const protocol = annotationValue(resource, backendProtocol) ?? "tcp";
  // Load balancers of AWS accept any certificate of the pods.
  const level = /^(ssl|https|tls)$/i.test(protocol) ? "encrypted" : "none";
  return {
    tls: "terminated",
    certificate: certificates,
    tlsVersion: versionOf(policy),
    ciphers: ciphersOf(policy),
    backendTls: { level, by: "" },
  };
}

function isTlsPort({ resource }: ServiceObject, { port, name }: ServicePort): boolean {
  const ports = annotationValue(resource, `${prefix}ssl-ports`) ?? "*";
  return ports === "*" || listOf(ports).some((one) => one === port || one === name);
}

function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
