import type { Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { weighAnnotation } from "../annotation-weight.ts";
import type { AuthAtom } from "../auth-formula.ts";
import type { ControlValues } from "../control-values.ts";
import type { AuthChecks } from "../controls/auth.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { dnsAnnotations, dnsAspects, dnsOf } from "../dns/external-dns.ts";
import { fieldSettings } from "../field-settings.ts";
import { type HostPattern, hasPlaceholder, hostKey } from "../host-pattern.ts";
import { objectName, ownAnnotations } from "../ingress/service-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import { qualifiedName, specOf, textsOf } from "../plain-items.ts";
import type { Aspect } from "../route.ts";
import { weakCiphersOf } from "../weak-ciphers.ts";
import type { World } from "../world.ts";
import { hostPattern, installationOf, objectsOf } from "./names.ts";

/** A Host: the names that are served, over which doors and with which certificate. */
export interface EdgeHost {
  readonly resource: Resource;
  /** The TLSContext that the Host names or that names the host, if the repository has it. */
  readonly context: Resource | undefined;
  readonly host: HostPattern;
  readonly installation: string;
  readonly selector: PlainObject | undefined;
  readonly controls: ControlValues;
  /** The client certificates that it asks for. */
  readonly certificate: readonly AuthAtom[];
  readonly optionalCertificate: AuthChecks["optionalCertificate"];
}

export function readHosts(world: World): readonly EdgeHost[] {
  const contexts = objectsOf(world, "TLSContext");
  return objectsOf(world, "Host").map((resource) => readHost(resource, contexts));
}

function readHost(resource: Resource, contexts: readonly Resource[]): EdgeHost {
  const spec = specOf(resource);
  const host = hostPattern(asText(spec.hostname) ?? "*");
  const context = contextOf(resource, host, contexts);
  const settings = context ? specOf(context) : {};
  const tls: PlainObject = { ...settings, ...asObject(spec.tls) };
  const name = contextName(resource);
  const missing = name !== undefined && !context ? `TLSContext ${name}` : undefined;
  const secrets = missing ? [missing] : secretsOf(resource, context);
  const ca = asText(tls.ca_secret);
  const required = tls.cert_required === true;
  const certificate: readonly AuthAtom[] = required ? [{ kind: "client-certificate", by: ca ?? "" }] : [];
  return {
    resource,
    context,
    host,
    installation: installationOf(resource),
    selector: asObject(spec.mappingSelector) ?? asObject(spec.selector),
    certificate,
    optionalCertificate: !required && ca !== undefined ? "verified" : "no",
    controls: {
      dns: dnsOf(resource),
      tls: secrets.length > 0 || isManaged(spec) ? "terminated" : "none",
      certificate: secrets,
      redirect: redirectOf(asObject(asObject(spec.requestPolicy)?.insecure)?.action),
      tlsVersion: missing ? { policy: missing } : versionOf(tls.min_tls_version),
      ciphers: missing ? { unreadable: missing } : { weak: weakCiphersOf(textsOf(tls.cipher_suites)) },
    },
  };
}

function contextOf(resource: Resource, host: HostPattern, contexts: readonly Resource[]): Resource | undefined {
  const name = contextName(resource);
  if (name !== undefined) return contexts.find((one) => one.name === name && isNear(one, resource));
  return contexts.find((one) =>
    textsOf(specOf(one).hosts).some((text) => hostKey(hostPattern(text)) === hostKey(host)),
  );
}

function contextName(resource: Resource): string | undefined {
  return asText(asObject(specOf(resource).tlsContext)?.name);
}

function isNear(one: Resource, other: Resource): boolean {
  return one.namespace === undefined || other.namespace === undefined || one.namespace === other.namespace;
}

function secretsOf(resource: Resource, context: Resource | undefined): readonly string[] {
  const own = asText(asObject(specOf(resource).tlsSecret)?.name);
  const named = context ? asText(specOf(context).secret) : undefined;
  if (own) return [qualifiedName(resource.namespace, own)];
  return context && named ? [qualifiedName(context.namespace, named)] : [];
}

// `none` is the default where Emissary stands alone; an authority fetches a certificate.
function isManaged(spec: PlainObject): boolean {
  const authority = asText(asObject(spec.acmeProvider)?.authority);
  return authority !== undefined && authority !== "" && authority !== "none";
}

function redirectOf(action: Plain | undefined): Redirect {
  const text = asText(action) ?? "Redirect";
  if (hasPlaceholder(text)) return "unknown";
  return actions.get(text) ?? "unknown";
}

const actions: ReadonlyMap<string, Redirect> = new Map([
  ["Redirect", "redirect"],
  ["Reject", "closed"],
  ["Route", "none"],
]);

function versionOf(value: Plain | undefined): TlsVersion {
  const text = asText(value);
  if (text === undefined) return "default";
  const version = /^v?(1\.[0-3])$/.exec(text)?.[1];
  return version === undefined ? { policy: text } : (version as TlsVersion);
}

const readFields = [
  "hostname",
  "ambassador_id",
  "mappingSelector",
  "selector",
  "tlsSecret",
  "tlsContext",
  "acmeProvider.authority",
  "requestPolicy.insecure.action",
  "tls.ca_secret",
  "tls.cert_required",
  "tls.min_tls_version",
  "tls.cipher_suites",
];
const readContextFields = [
  "hosts",
  "ambassador_id",
  "secret",
  "ca_secret",
  "cert_required",
  "min_tls_version",
  "cipher_suites",
];

const dnsRead: ReadonlySet<string> = new Set(dnsAnnotations);

/** What of a Host and its TLSContext no control tells. */
export function hostRest({ resource, context }: EdgeHost) {
  const own = fieldSettings(resource, ["spec"], readFields);
  const annotations = ownAnnotations(resource, dnsRead, weighAnnotation);
  const other = context ? fieldSettings(context, ["spec"], readContextFields) : { texts: {}, aspects: [] };
  return {
    texts: {
      ...named(resource, { ...own.texts, ...annotations.texts }),
      ...(context ? named(context, other.texts) : {}),
    },
    aspects: [...own.aspects, ...annotations.aspects, ...other.aspects],
  };
}

function named(resource: Resource, texts: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${objectName(resource)}: ${key}`, text]));
}

const fields: Readonly<Record<string, readonly string[]>> = {
  tls: ["spec.tlsSecret", "spec.acmeProvider", "spec.tlsContext"],
  certificate: ["spec.tlsSecret", "spec.tlsContext"],
  redirect: ["spec.requestPolicy.insecure.action"],
  tlsVersion: ["spec.tls.min_tls_version"],
  ciphers: ["spec.tls.cipher_suites"],
  auth: ["spec.tls.cert_required", "spec.tls.ca_secret"],
};
const contextFields: Readonly<Record<string, readonly string[]>> = {
  tls: ["spec.secret"],
  certificate: ["spec.secret"],
  tlsVersion: ["spec.min_tls_version"],
  ciphers: ["spec.cipher_suites"],
  auth: ["spec.cert_required", "spec.ca_secret"],
};

export function hostPlaces(facet: string, { resource, context }: EdgeHost): readonly Aspect[] {
  if (facet === "dns") return dnsAspects(resource);
  const at = (one: Resource, table: typeof fields) =>
    (Object.hasOwn(table, facet) ? (table[facet] ?? []) : []).map(
      (name): Aspect => ({ resource: one, path: name.split(".") }),
    );
  return [...at(resource, fields), ...(context ? at(context, contextFields) : [])];
}
