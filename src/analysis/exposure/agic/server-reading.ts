import type { ControlValues } from "../control-values.ts";
import type { ServerReading } from "../controller-profile.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import type { Redirect } from "../controls/redirect.ts";
import { ineffectiveForeign } from "../foreign-annotations.ts";
import { type HostPattern, hasPlaceholder, normalizeHost } from "../host-pattern.ts";
import type { AnnotationValues } from "../ingress/annotation-values.ts";
import { prefixRewriteTo } from "../ingress/header-lines.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { type TlsCoverage, tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import type { Aspect, Facet, Reach } from "../route.ts";
import { agicPrefix, agicReader, privateAddress } from "./annotations.ts";

/** How an Application Gateway serves the Ingresses of one host; listeners and path rules count for all annotations alike. */
export function agicServer(host: HostPattern, ingresses: readonly IngressObject[]): ServerReading {
  const coverage = tlsCoverage(host, ingresses);
  return {
    path: agicPath,
    controls: (ingress) => ({
      ...controlsOf(agicReader.of(ingress.resource.annotations), coverage),
      ineffective: ineffectiveForeign(ingress, [agicPrefix]),
    }),
    aspects: (facet, ingress) => aspectsOf(facet, ingress),
    settings({ resource }): Readonly<Record<string, string>> {
      const values = agicReader.of(resource.annotations);
      return values.flag("use-private-ip") === "unknown"
        ? { [privateAddress]: values.text("use-private-ip") ?? "" }
        : {};
    },
  };
}

/** The gateway compares characters: a prefix gets a `*`, and any other path may end with one. `/` is every path, whatever its type. */
function agicPath({ text, type }: Pick<IngressPath, "text" | "type">): PathPattern {
  if (text === "" || text === "/" || text === "/*") return { kind: "any" };
  const head = text.endsWith("*") ? text.slice(0, -1) : text;
  if (head.includes("*")) return pathPattern("opaque", text);
  return pathPattern(type === "Prefix" || head !== text ? "characters" : "exact", head);
}

function controlsOf(values: AnnotationValues, fields: TlsCoverage): ControlValues {
  const coverage = withCertificate(fields, values.text("appgw-ssl-certificate"));
  const profile = values.text("appgw-ssl-profile");
  const prefix = values.text("backend-path-prefix");
  const policy = values.text("waf-policy-for-path");
  return {
    tls: coverage.mode,
    certificate: coverage.secrets,
    redirect: redirectOf(values, coverage),
    tlsVersion: profile === undefined ? "default" : { policy: `the SSL profile ${profile}` },
    ciphers: profile === undefined ? { weak: [] } : { unreadable: `the SSL profile ${profile}` },
    backendTls: backendTlsOf(values),
    // Without a policy of its own, a path has that of the gateway, which is not in the repository.
    waf:
      policy === undefined
        ? { mode: "unknown", exclusions: [], policy: "that of the gateway" }
        : { mode: "block", exclusions: [], policy },
    rewrite: prefix === undefined ? { to: "", reach: "same" } : prefixRewriteTo(prefix),
  };
}

// Certificates of `spec.tls` come first; the annotation names one that the gateway was given.
function withCertificate(fields: TlsCoverage, name: string | undefined): TlsCoverage {
  if (fields.mode === "terminated" || name === undefined) return fields;
  return { mode: "terminated", secrets: [`gateway certificate ${name}`] };
}

function redirectOf(values: AnnotationValues, { mode }: TlsCoverage): Redirect {
  const flag = values.flag("ssl-redirect");
  if (flag === "unknown") return "unknown";
  return flag === true && mode !== "none" ? "redirect" : "none";
}

function backendTlsOf(values: AnnotationValues): BackendTls {
  const protocol = values.text("backend-protocol") ?? "http";
  if (hasPlaceholder(protocol)) return { level: "unknown", by: protocol };
  if (protocol.toLowerCase() !== "https") return { level: "none", by: "" };
  const roots = values.list("appgw-trusted-root-certificate");
  return roots ? { level: "verified", by: [...roots].sort().join(", ") } : { level: "encrypted", by: "" };
}

/** The private address of the gateway, or the public one by default. */
export function agicReach({ resource }: IngressObject): { readonly reach: Reach; readonly stated: boolean } {
  const flag = agicReader.of(resource.annotations).flag("use-private-ip");
  const reach = flag === "unknown" ? "unknown" : flag === true ? "private-network" : "internet";
  return { reach, stated: flag !== undefined };
}

/** Hosts of `hostname-extension`; a wildcard of the gateway spans any number of labels. */
export function agicAliases({
  resource,
}: IngressObject): { readonly host: HostPattern; readonly field: readonly string[] }[] {
  const field = ["metadata", "annotations", `${agicPrefix}hostname-extension`];
  return (agicReader.of(resource.annotations).list("hostname-extension") ?? []).map((text) => ({
    host: aliasOf(normalizeHost(text)),
    field,
  }));
}

function aliasOf(name: string): HostPattern {
  if (name === "*") return { kind: "any" };
  if (name.startsWith("*.") && !name.slice(2).includes("*")) return { kind: "suffix", suffix: name.slice(2) };
  return /[*?]/.test(name) ? { kind: "regex", text: name } : { kind: "exact", name };
}

function aspectsOf(facet: Facet, { resource }: IngressObject): readonly Aspect[] {
  const names =
    facet === "entry"
      ? [privateAddress]
      : facet === "tls" || facet === "certificate"
        ? agicReader.names("appgw-ssl-certificate")
        : [];
  return names.map((name) => ({ resource, path: ["metadata", "annotations", name] }));
}
