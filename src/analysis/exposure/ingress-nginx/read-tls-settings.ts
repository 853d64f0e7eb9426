import type { Ciphers } from "../controls/ciphers.ts";
import type { Hsts } from "../controls/hsts.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { weakCiphersOf } from "../weak-ciphers.ts";
import { nginxValue } from "./annotations.ts";
import { defaultFlag, defaultValue, type NginxDefaults } from "./controller-defaults.ts";

/** The oldest of `ssl-protocols`; unasked they are TLSv1.2 and TLSv1.3. */
export function readTlsVersion(defaults: NginxDefaults): TlsVersion {
  const text = defaultValue(defaults, "ssl-protocols");
  if (text === undefined) return "default";
  const words = new Set(text.split(/\s+/));
  const known = versions.filter(([word]) => words.has(word));
  return known.length === words.size && known[0] ? known[0][1] : { policy: `ssl-protocols: ${text}` };
}

/** What nginx calls the versions, the oldest first. */
const versions = [
  ["SSLv2", "SSLv3"],
  ["SSLv3", "SSLv3"],
  ["TLSv1", "1.0"],
  ["TLSv1.1", "1.1"],
  ["TLSv1.2", "1.2"],
  ["TLSv1.3", "1.3"],
] as const;

/** The weak suites of a host. The annotation of one Ingress counts for the whole host, and which one wins is not in the repository. */
export function readCiphers(server: readonly IngressObject[], defaults: NginxDefaults): Ciphers {
  const lists = new Set(server.flatMap((ingress) => nginxValue(ingress, "ssl-ciphers") ?? []));
  const [own] = lists;
  if (lists.size > 1) return { unreadable: "the Ingresses of the host ask for different ciphers" };
  const text = own ?? defaultValue(defaults, "ssl-ciphers") ?? "";
  return hasPlaceholder(text) ? { unreadable: text } : { weak: weakCiphersOf(text) };
}

/** The header that HTTPS answers carry unless the ConfigMap says otherwise; undefined where a template decides. */
export function readHsts(defaults: NginxDefaults): Hsts | undefined {
  const on = defaultFlag(defaults, "hsts") ?? true;
  const subdomains = defaultFlag(defaults, "hsts-include-subdomains") ?? true;
  const age = defaultValue(defaults, "hsts-max-age") ?? "";
  if (on === false) return null;
  if (on === "unknown" || subdomains === "unknown" || hasPlaceholder(age)) return undefined;
  const maxAge = /^\d{1,12}$/.test(age) ? Number(age) : aYear;
  return maxAge === 0 ? null : { maxAge, includeSubDomains: subdomains };
}

const aYear = 31_536_000;
