import type { Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { type Auth, allOf, noAuth } from "../controls/auth.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { Door } from "./doors.ts";
import type { Listener } from "./listener.ts";
import { plainText, qualified, readRef, scalarText, showRef, specOf } from "./names.ts";
import { aspectsFor, type Part, partOf } from "./part.ts";

/** How a listener ends TLS, and whether it asks clients for a certificate. */
export function listenerPart(listener: Listener, door: Door): Part {
  const { resource, field, protocol } = listener;
  const at = (...path: string[]): Aspect => ({ resource, path: [...field, ...path] });
  const place = [at("tls"), at("protocol"), at("name")];
  if (protocol === "HTTP" || protocol === "TCP" || protocol === "UDP")
    return partOf({
      controls: { certificate: [], tls: "none" },
      aspects: aspectsFor(["tls", "certificate"], [at("protocol"), at("name")]),
    });
  if (protocol !== "HTTPS" && protocol !== "TLS") return partOf({ texts: { "spec.listeners[].protocol": protocol } });
  const tls = asObject(listener.data.tls) ?? {};
  if (asText(tls.mode) === "Passthrough")
    return partOf({
      controls: { certificate: [], passthrough: "on", tls: "passthrough" },
      aspects: aspectsFor(["tls", "passthrough", "certificate"], [at("tls", "mode"), ...place]),
    });
  const certificates = certificatesOf(tls, listener, door);
  const validation = frontendValidation(listener, door);
  return partOf({
    controls: {
      ...(validation ? { auth: clientCertificate(validation.data, resource.namespace ?? null) } : {}),
      certificate: certificates,
      passthrough: "off",
      tls: certificates.length > 0 ? "terminated" : "default-certificate",
      tlsVersion: versionOf(tls) ?? "default",
    },
    aspects: {
      ...aspectsFor(["tls", "certificate"], [at("tls", "certificateRefs"), ...place]),
      ...aspectsFor(["tlsVersion"], [at("tls", "options"), at("tls")]),
      ...aspectsFor(["passthrough"], [at("tls", "mode"), ...place]),
      auth: validation ? [validation.aspect] : frontendAspects(listener, door),
    },
  });
}

/** The keys of `tls.options` that are read, and those that are not. */
export function otherOptions(tls: PlainObject): [key: string, value: Plain][] {
  return Object.entries(asObject(tls.options) ?? {}).filter(
    ([key, value]) => !(isVersionKey(key) && versionText(value) !== undefined) && !isCertificateKey(key),
  );
}

function certificatesOf(tls: PlainObject, listener: Listener, door: Door): string[] {
  const defaults = { group: "", kind: "Secret", namespace: listener.resource.namespace ?? door.namespace };
  const refs = (asList(tls.certificateRefs) ?? []).flatMap((entry) => {
    const ref = readRef(entry, defaults);
    return ref ? [showRef(ref, "Secret")] : [];
  });
  // Cloud load balancers take certificates from their own stores, by name.
  const ofOptions = Object.entries(asObject(tls.options) ?? {})
    .filter(([key]) => isCertificateKey(key))
    .map(([key, value]) => `${key} ${plainText(value)}`);
  const map = listener.resource.annotations[certificateMap];
  return [...new Set([...refs, ...ofOptions, ...(map === undefined ? [] : [`${certificateMap} ${map}`])])].sort();
}

/** Names a map of certificates at Google Cloud that serves the whole Gateway. */
export const certificateMap = "networking.gke.io/certmap";

function isCertificateKey(key: string): boolean {
  return /(^|[/-])(pre-shared-)?certs?(ificates?)?(-arns?)?$/i.test(key);
}

function isVersionKey(key: string): boolean {
  return /min(imum)?[-_.]?(tls|ssl|protocol)?[-_.]?(protocol)?[-_.]?version$|min(imum)?[-_.]?(tls|protocol)$/i.test(
    key,
  );
}

function versionOf(tls: PlainObject): TlsVersion | undefined {
  const [found] = Object.entries(asObject(tls.options) ?? {}).filter(([key]) => isVersionKey(key));
  return found && versionText(found[1]);
}

/** `1.2`, `TLSv1.2`, `TLS_1_2` and the like. */
export function versionText(value: Plain | undefined): TlsVersion | undefined {
  const digits = /^(?:version)?(?:tls)?[_ -]?v?1[._]?([0-3])$/i.exec(plainText(value ?? ""))?.[1];
  const versions: readonly TlsVersion[] = ["1.0", "1.1", "1.2", "1.3"];
  return digits === undefined ? undefined : versions[Number(digits)];
}

interface Validation {
  readonly data: PlainObject;
  readonly aspect: Aspect;
}

// A port with settings of its own takes none of the defaults, so leaving the check out there switches it off.
function frontendValidation(listener: Listener, { gateway }: Door): Validation | undefined {
  const own = asObject(asObject(listener.data.tls)?.frontendValidation);
  if (own)
    return {
      data: own,
      aspect: { resource: listener.resource, path: [...listener.field, "tls", "frontendValidation"] },
    };
  if (!gateway || listener.protocol !== "HTTPS") return undefined;
  const frontend = asObject(asObject(specOf(gateway).tls)?.frontend);
  const ports = asList(frontend?.perPort) ?? [];
  const index = ports.findIndex((entry) => scalarText(asObject(entry)?.port) === listener.port);
  const tls = index < 0 ? asObject(frontend?.default) : asObject(asObject(ports[index])?.tls);
  const data = asObject(tls?.validation);
  const path = index < 0 ? ["default"] : ["perPort", index, "tls"];
  return data && { data, aspect: { resource: gateway, path: ["spec", "tls", "frontend", ...path, "validation"] } };
}

function frontendAspects(listener: Listener, { gateway }: Door): readonly Aspect[] {
  const own: Aspect = { resource: listener.resource, path: [...listener.field, "tls"] };
  return gateway ? [own, { resource: gateway, path: ["spec", "tls", "frontend"] }] : [own];
}

/** A client certificate by the authorities that must have signed it. */
export function clientCertificate(validation: PlainObject, namespace: string | null): Auth {
  const by = authorities(validation, namespace);
  // Connections with a wrong certificate, and without any, are let in under this mode.
  if (validation.mode === "AllowInsecureFallback") return { ...noAuth, optionalCertificate: "unverified" };
  return allOf({ kind: "client-certificate", by });
}

/** The authorities of a validation, by name. */
export function authorities(validation: PlainObject, namespace: string | null): string {
  const refs = (asList(validation.caCertificateRefs) ?? []).flatMap((entry) => {
    const ref = readRef(entry, { group: "", kind: "ConfigMap", namespace });
    return ref
      ? [ref.kind === "ConfigMap" || ref.kind === "Secret" ? qualified(ref.namespace, ref.name) : showRef(ref, "")]
      : [];
  });
  return [...new Set(refs)].sort().join(", ");
}
