import type { Plain, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, allOf, noAuth } from "../controls/auth.ts";
import { fieldSettings } from "../field-settings.ts";
import { headerLines, requestHeadersOf, responseHeadersOf } from "../ingress/header-lines.ts";
import { asList, asText, fieldAt } from "../plain-fields.ts";
import type { Config } from "./config-objects.ts";

/** The fields of a BackendConfig that each control follows from. */
export const backendFields = {
  waf: ["spec", "securityPolicy", "name"],
  auth: ["spec", "iap"],
  accessLog: ["spec", "logging"],
  requestHeaders: ["spec", "customRequestHeaders"],
  responseHeaders: ["spec", "customResponseHeaders"],
  hsts: ["spec", "customResponseHeaders"],
} as const;

const noWaf = { mode: "off", exclusions: [], policy: "" } as const;

/** What a BackendConfig protects. One that is not in the repository may do anything. */
export function readBackendConfig(config: Config): ControlValues {
  if (config.kind === "none")
    return { waf: noWaf, auth: noAuth, accessLog: 1, requestHeaders: [], responseHeaders: {}, hsts: null };
  if (config.kind === "missing") {
    const text = `BackendConfig ${config.name}`;
    return { waf: { mode: "unknown", exclusions: [], policy: text }, auth: { kind: "unreadable", text } };
  }
  const at = (...path: readonly string[]): Plain | undefined => fieldAt(config.resource.data, ["spec", ...path]);
  const policy = asText(at("securityPolicy", "name")) ?? "";
  const { security, hsts } = responseHeadersOf(linesOf(config.resource, "customResponseHeaders"));
  return {
    // An empty name detaches the policy.
    waf: policy === "" ? noWaf : { mode: "block", exclusions: [], policy },
    auth: authOf(at("iap")),
    accessLog: shareOf(at("logging", "enable"), at("logging", "sampleRate")),
    requestHeaders: requestHeadersOf(linesOf(config.resource, "customRequestHeaders"), isFromClient).names,
    responseHeaders: security,
    hsts,
  };
}

/** What of a BackendConfig no control tells. */
export function backendRest(resource: Resource) {
  const { texts, aspects } = fieldSettings(
    resource,
    ["spec"],
    [
      "securityPolicy.name",
      "iap.enabled",
      "iap.oauthclientCredentials.secretName",
      "logging.enable",
      "logging.sampleRate",
      "customRequestHeaders.headers",
      "customResponseHeaders.headers",
    ],
  );
  const headers = {
    "spec.customRequestHeaders.headers": requestHeadersOf(linesOf(resource, "customRequestHeaders"), isFromClient).rest,
    "spec.customResponseHeaders.headers": responseHeadersOf(linesOf(resource, "customResponseHeaders")).rest,
  };
  const left = Object.entries(headers).filter(([, text]) => text !== "");
  return {
    texts: { ...texts, ...Object.fromEntries(left) },
    aspects: [...aspects, ...left.map(([key]) => ({ resource, path: key.split(".") }))],
  };
}

function linesOf({ data }: Resource, field: string) {
  const list = asList(fieldAt(data, ["spec", field, "headers"])) ?? [];
  return headerLines(list.flatMap((line) => asText(line) ?? []).join("\n"));
}

// The load balancer fills in `{client_region}` and the like itself.
function isFromClient(): boolean {
  return false;
}

function authOf(iap: Plain | undefined): Auth {
  const enabled = fieldAt(iap ?? null, ["enabled"]);
  if (typeof enabled === "string") return { kind: "unreadable", text: `iap.enabled: ${enabled}` };
  return enabled === true ? allOf({ kind: "oidc", by: proxyOf(iap) }) : noAuth;
}

function proxyOf(iap: Plain | undefined): string {
  const secret = asText(fieldAt(iap ?? null, ["oauthclientCredentials", "secretName"]));
  return `Google's Identity-Aware Proxy${secret === undefined ? "" : ` (Secret ${secret})`}`;
}

function shareOf(enabled: Plain | undefined, rate: Plain | undefined): number {
  if (enabled === false) return 0;
  return typeof rate === "number" && rate >= 0 && rate <= 1 ? rate : 1;
}
