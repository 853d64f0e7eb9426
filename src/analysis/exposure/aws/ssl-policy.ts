import type { Ciphers } from "../controls/ciphers.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { weakCiphersOf } from "../weak-ciphers.ts";

/** What a load balancer negotiates where the Ingress names no policy. */
export const defaultSslPolicy = "ELBSecurityPolicy-2016-08";

/** The oldest TLS version of a predefined policy; AWS writes it into most of the names. */
export function versionOf(policy: string): TlsVersion {
  const name = nameOf(policy);
  if (oldest.has(name)) return "1.0";
  const minor = /^(?:TLS13|TLS|FS)-1-([0-3])-/.exec(name)?.[1];
  return minor === undefined ? { policy } : (`1.${minor}` as TlsVersion);
}

const oldest = new Set(["2015-05", "2015-03", "2015-02", "2016-08", "FS-2018-06"]);

export function ciphersOf(policy: string): Ciphers {
  const name = nameOf(policy);
  const found = suites.find(([pattern]) => pattern.test(name));
  return found ? { weak: weakCiphersOf(found[1]) } : { unreadable: policy };
}

function nameOf(policy: string): string {
  return policy.replace(/^ELBSecurityPolicy-/, "");
}

const [ecdsa, rsa] = ["ECDHE-ECDSA", "ECDHE-RSA"];
const cbc = [ecdsa, rsa].flatMap((exchange) => [`${exchange}-AES128-SHA256`, `${exchange}-AES256-SHA384`]);
const cbcSha1 = [ecdsa, rsa].flatMap((exchange) => [`${exchange}-AES128-SHA`, `${exchange}-AES256-SHA`]);
const keyExchange = ["AES128-GCM-SHA256", "AES128-SHA256", "AES256-GCM-SHA384", "AES256-SHA256"];
const keyExchangeSha1 = ["AES128-SHA", "AES256-SHA"];
const everything = [...cbc, ...cbcSha1, ...keyExchange, ...keyExchangeSha1];

/** The suites that each policy has beyond those of ECDHE with GCM. */
const suites: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^TLS13-1-3-/, []],
  [/^TLS13-1-2-Res-/, []],
  [/^FS-1-2-Res-2020-10$/, []],
  [/^FS-1-2-Res-2019-08$/, cbc],
  [/^TLS13-1-2-Ext0-/, [...cbc, ...cbcSha1]],
  [/^TLS13-1-2-Ext1-/, [...cbc, ...keyExchange]],
  [/^TLS13-1-2-Ext2-/, everything],
  [/^TLS13-1-2-/, cbc],
  [/^TLS13-1-[01]-/, everything],
  [/^FS-/, [...cbc, ...cbcSha1]],
  [/^TLS-1-2-2017-01$/, [...cbc, ...keyExchange]],
  [/^TLS-1-2-Ext-2018-06$/, everything],
  [/^TLS-1-1-2017-01$/, everything],
  [/^TLS-1-0-2015-04$/, [...everything, "DES-CBC3-SHA"]],
  [/^(2016-08|2015-05)$/, everything],
];
