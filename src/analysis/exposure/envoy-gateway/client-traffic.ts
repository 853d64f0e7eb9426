import type { PlainObject } from "../../../kubernetes/resource.ts";
import { allOf, noAuth } from "../controls/auth.ts";
import type { ClientIp } from "../controls/client-ip.ts";
import { authorities, versionText } from "../gateway-api/listener-part.ts";
import { plainText } from "../gateway-api/names.ts";
import { aspectsFor, mergeParts, type Part, partOf } from "../gateway-api/part.ts";
import { requestHeadersPart } from "../gateway-api/read-headers.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { type Aspect, stableText } from "../route.ts";
import { weakCiphersOf } from "../weak-ciphers.ts";

/** What a ClientTrafficPolicy says about the connections of a listener. */
export function clientTrafficPart(
  spec: PlainObject,
  namespace: string | null,
  at: (...path: string[]) => Aspect[],
): Part {
  const tls = asObject(spec.tls) ?? {};
  const version = versionText(tls.minVersion);
  const suites = asList(tls.ciphers);
  const validation = asObject(tls.clientValidation);
  const headers = asObject(asObject(spec.headers)?.earlyRequestHeaders);
  return mergeParts([
    partOf({
      controls: {
        ...(version === undefined ? {} : { tlsVersion: version }),
        ...(suites ? { ciphers: { weak: weakCiphersOf(suites.map(plainText)) } } : {}),
        ...(validation ? { auth: certificateOf(validation, namespace) } : {}),
        clientIp: clientIpOf(spec),
      },
      aspects: {
        ...aspectsFor(["tlsVersion"], at("tls", "minVersion")),
        ...aspectsFor(["ciphers"], at("tls", "ciphers")),
        ...aspectsFor(["auth"], at("tls", "clientValidation")),
        ...aspectsFor(["clientIp"], [...at("clientIPDetection"), ...at("proxyProtocol"), ...at("enableProxyProtocol")]),
      },
    }),
    ...(headers
      ? [
          requestHeadersPart(
            headers,
            "ClientTrafficPolicy: spec.headers.earlyRequestHeaders",
            at("headers", "earlyRequestHeaders"),
          ),
        ]
      : []),
  ]);
}

export const clientTrafficFields = [
  "tls.minVersion",
  "tls.ciphers",
  "tls.clientValidation.caCertificateRefs",
  "tls.clientValidation.optional",
  "clientIPDetection",
  "enableProxyProtocol",
  "proxyProtocol",
  "headers.earlyRequestHeaders",
];

function certificateOf(validation: PlainObject, namespace: string | null) {
  const by = authorities(validation, namespace) || stableText(validation);
  return validation.optional === true
    ? { ...noAuth, optionalCertificate: "verified" as const }
    : allOf({ kind: "client-certificate", by });
}

function clientIpOf(spec: PlainObject): ClientIp {
  const detection = asObject(spec.clientIPDetection);
  const forwarded = asObject(detection?.xForwardedFor);
  const header = asObject(detection?.customHeader);
  const networks = (asList(forwarded?.trustedCIDRs) ?? []).map(plainText).sort();
  const hops = typeof forwarded?.numTrustedHops === "number" ? forwarded.numTrustedHops : 0;
  if (header) return { from: "anyone", by: asText(header.name) ?? "" };
  if (networks.length > 0) return { from: "trusted", by: networks.join(", ") };
  if (hops > 0) return { from: "trusted", by: hops === 1 ? "1 hop" : `${hops} hops` };
  if (spec.enableProxyProtocol === true || spec.proxyProtocol !== undefined) return { from: "proxy-protocol", by: "" };
  return { from: "socket", by: "" };
}
