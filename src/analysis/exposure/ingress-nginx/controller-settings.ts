import { cidrsOf, parseAddresses } from "../address-set.ts";
import type { Flag } from "../controller-containers.ts";
import type { ClientIp } from "../controls/client-ip.ts";
import type { Snippet } from "../controls/snippet.ts";
import { defaultFlag, defaultValue, type NginxDefaults } from "./controller-defaults.ts";
import { entriesOf } from "./read-source-range.ts";

/** Keys of the ConfigMap that no single route tells about, by the control that reads them. */
export const controllerKeys = {
  hardening: [
    "allow-snippet-annotations",
    "annotations-risk-level",
    "strict-validate-path-type",
    "allow-cross-namespace-resources",
  ],
  clientIp: [
    "use-forwarded-headers",
    "use-proxy-protocol",
    "enable-real-ip",
    "proxy-real-ip-cidr",
    "forwarded-for-header",
  ],
  snippet: [
    "main-snippet",
    "http-snippet",
    "server-snippet",
    "location-snippet",
    "stream-snippet",
    "global-auth-snippet",
    "modsecurity-snippet",
  ],
} as const;

/** Guards that a ConfigMap switches off; since 1.12 all of them are on unasked. */
export function relaxedKeys(defaults: NginxDefaults): string[] {
  const relaxed = [
    ...["allow-snippet-annotations", "allow-cross-namespace-resources"].filter(
      (key) => defaultFlag(defaults, key) === true,
    ),
    ...["strict-validate-path-type"].filter((key) => defaultFlag(defaults, key) === false),
    ...["annotations-risk-level"].filter((key) => defaultValue(defaults, key)?.toLowerCase() === "critical"),
  ].map((key) => `${key}: ${defaultValue(defaults, key)}`);
  return [...relaxed, ...(blockedWords(defaults).length === 0 ? [`${blocklistKey}: empty`] : [])].sort();
}

export const blocklistKey = "annotation-value-word-blocklist";

export function blockedWords(defaults: NginxDefaults): readonly string[] {
  return entriesOf(defaultValue(defaults, blocklistKey) ?? "");
}

/** Guards that the arguments of a controller switch off. */
export function relaxedFlags(flags: readonly Flag[]): string[] {
  return flags
    .filter(({ name, value }) => guards.get(name)?.test(value))
    .map(({ name, value }) => `--${name}: ${value}`)
    .sort();
}

export const guards: ReadonlyMap<string, RegExp> = new Map([
  ["enable-annotation-validation", /^(0|f|false)$/i],
  ["enable-ssl-passthrough", /^(1|t|true)$/i],
]);

/** Whom the controller believes about a client's address (nginx.tmpl: the PROXY protocol comes before any header). */
export function readClientIp(defaults: NginxDefaults): ClientIp {
  const cidrs = parseAddresses(entriesOf(defaultValue(defaults, "proxy-real-ip-cidr") ?? "0.0.0.0/0"));
  const blocks = cidrs ? cidrsOf(cidrs) : entriesOf(defaultValue(defaults, "proxy-real-ip-cidr") ?? "");
  const everyone = blocks.includes("0.0.0.0/0");
  const trusted = everyone ? "" : blocks.join(", ");
  if (defaultFlag(defaults, "use-proxy-protocol") === true) return { from: "proxy-protocol", by: trusted };
  const believes = ["use-forwarded-headers", "enable-real-ip"].some((key) => defaultFlag(defaults, key) === true);
  if (!believes) return { from: "socket", by: "" };
  const header = defaultValue(defaults, "forwarded-for-header") ?? "X-Forwarded-For";
  return { from: everyone ? "anyone" : "trusted", by: [header, trusted].filter(Boolean).join(" from ") };
}

/** Free-form configuration that every host gets. */
export function sharedSnippets(defaults: NginxDefaults): Snippet {
  return controllerKeys.snippet.flatMap((annotation) => {
    const text = defaultValue(defaults, annotation);
    return text === undefined ? [] : [{ annotation, text }];
  });
}
