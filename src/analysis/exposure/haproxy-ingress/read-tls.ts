import type { BackendTls } from "../controls/backend-tls.ts";
import type { Ciphers } from "../controls/ciphers.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { AnnotationValues } from "../ingress/annotation-values.ts";
import { weakCiphersOf } from "../weak-ciphers.ts";
import { qualified } from "./read-auth.ts";

/** `backend-protocol` with `-ssl`, or the older `secure-backends`, checked only against a CA that is named. */
export function readSecureBackend(values: AnnotationValues, namespace: string | undefined): BackendTls {
  const protocol = (values.text("backend-protocol") ?? "h1").toLowerCase();
  const secure = values.flag("secure-backends");
  if (hasPlaceholder(protocol) || secure === "unknown") return { level: "unknown", by: "backend-protocol" };
  if (!encrypted.test(protocol) && secure !== true) return { level: "none", by: "" };
  const [ca, own] = [values.text("secure-verify-ca-secret"), values.text("secure-crt-secret")].map(
    (secret) => secret && qualified(secret, namespace),
  );
  const name = values.text("secure-verify-hostname");
  const shown = own ? [`with ${own}`] : [];
  if (!ca) return { level: "encrypted", by: shown.join() };
  const by = [ca, ...(name === undefined ? [] : [`for ${name}`]), ...shown].join(", ");
  return { level: own ? "mutual" : "verified", by };
}

const encrypted = /^(h1-ssl|h2-ssl|https|grpcs)$/;

/** The oldest TLS version that HAProxy's options of a `bind` line leave. */
export function tlsVersionOf(options: string | undefined): TlsVersion {
  if (options === undefined) return "default";
  if (hasPlaceholder(options)) return { policy: options };
  const words = new Set(options.toLowerCase().split(/\s+/));
  const least = /ssl-min-ver\s+(sslv3|tlsv1\.[0-3])/i.exec(options)?.[1]?.toLowerCase();
  if (least) return versions[least] ?? "default";
  const forced = Object.keys(forcing).find((word) => words.has(word));
  if (forced) return forcing[forced] ?? "default";
  if (words.has("no-tlsv12")) return "1.3";
  if (words.has("no-tlsv11")) return "1.2";
  if (words.has("no-tlsv10")) return "1.1";
  return words.has("no-sslv3") ? "1.0" : "default";
}

const versions: Readonly<Record<string, TlsVersion>> = {
  sslv3: "SSLv3",
  "tlsv1.0": "1.0",
  "tlsv1.1": "1.1",
  "tlsv1.2": "1.2",
  "tlsv1.3": "1.3",
};

const forcing: Readonly<Record<string, TlsVersion>> = {
  "force-sslv3": "SSLv3",
  "force-tlsv10": "1.0",
  "force-tlsv11": "1.1",
  "force-tlsv12": "1.2",
  "force-tlsv13": "1.3",
};

export function ciphersOf(list: string | undefined): Ciphers {
  if (list === undefined) return { weak: [] };
  return hasPlaceholder(list) ? { unreadable: list } : { weak: weakCiphersOf(list) };
}
