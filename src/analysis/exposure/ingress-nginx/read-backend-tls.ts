import type { BackendTls } from "../controls/backend-tls.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxPrefix, nginxValue } from "./annotations.ts";
import { defaultFlag, type NginxDefaults } from "./controller-defaults.ts";

/**
 * The hop to the pods. `proxy-ssl-*` count only beside a `proxy-ssl-secret`, and then for every Ingress of the host unless the
 * ConfigMap sets `proxy-ssl-location-only`. With AUTO_HTTP the client's own scheme decides, so a plain one is enough.
 */
export function readBackendTls(
  ingress: IngressObject,
  server: readonly IngressObject[],
  defaults: NginxDefaults,
): BackendTls {
  const protocol = nginxValue(ingress, "backend-protocol")?.toUpperCase() ?? "HTTP";
  if (hasPlaceholder(protocol)) return { level: "unknown", by: protocol };
  if (protocol !== "HTTPS" && protocol !== "GRPCS") return { level: "none", by: "" };
  const sources = defaultFlag(defaults, "proxy-ssl-location-only") === true ? [ingress] : server;
  const checks = sources.flatMap((one) => checkOf(one) ?? []);
  const [check] = checks;
  if (!check) return { level: "encrypted", by: "" };
  return checks.every((other) => JSON.stringify(other) === JSON.stringify(check))
    ? check
    : { level: "unknown", by: "the Ingresses of the host check the service in different ways" };
}

/** What looks like a check of the service's certificate and is none, as texts for `ineffective`. */
export function ineffectiveBackendTls(ingress: IngressObject): string[] {
  const protocol = nginxValue(ingress, "backend-protocol")?.toUpperCase() ?? "HTTP";
  const secret = nginxValue(ingress, "proxy-ssl-secret");
  if (secret === undefined)
    return dependent
      .filter((key) => nginxValue(ingress, key) !== undefined && !isOff(ingress, key))
      .map((key) => `${nginxPrefix}${key}: there is no proxy-ssl-secret`);
  const plain = ["HTTP", "GRPC", "FCGI"].includes(protocol);
  return plain && nginxValue(ingress, "proxy-ssl-verify") === "on"
    ? [`${nginxPrefix}proxy-ssl-verify: the backend protocol is ${protocol}`]
    : [];
}

function checkOf(ingress: IngressObject): BackendTls | undefined {
  const secret = nginxValue(ingress, "proxy-ssl-secret");
  if (secret === undefined) return undefined;
  const verify = nginxValue(ingress, "proxy-ssl-verify") ?? "off";
  if (hasPlaceholder(verify)) return { level: "unknown", by: verify };
  const details = dependent
    .filter((key) => key !== "proxy-ssl-verify" && ![undefined, unasked[key]].includes(nginxValue(ingress, key)))
    .map((key) => `${key.replace("proxy-ssl-", "")} ${nginxValue(ingress, key)}`);
  const by = [secret, ...details].join(", ");
  return verify === "on" ? { level: "verified", by } : { level: "encrypted", by };
}

// Asking for no check is done as asked, with or without a Secret.
function isOff(ingress: IngressObject, key: string): boolean {
  return nginxValue(ingress, key) === "off";
}

const dependent = [
  "proxy-ssl-verify",
  "proxy-ssl-name",
  "proxy-ssl-verify-depth",
  "proxy-ssl-server-name",
  "proxy-ssl-ciphers",
  "proxy-ssl-protocols",
];

const unasked: Readonly<Record<string, string>> = {
  "proxy-ssl-verify-depth": "1",
  "proxy-ssl-server-name": "off",
  "proxy-ssl-ciphers": "DEFAULT",
  "proxy-ssl-protocols": "TLSv1.2",
};
