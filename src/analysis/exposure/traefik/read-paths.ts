import type { PlainObject } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { type PathPattern, showPath } from "../path-pattern.ts";
import { asText } from "../plain-fields.ts";
import { textsOf } from "./values.ts";

/** Without a prefix of the public path the service answers everything that stands below it. */
export function readStripPrefix(config: PlainObject, path: PathPattern): ControlValues {
  const prefixes = textsOf(config.prefixes);
  const own = path.kind === "any" || path.kind === "opaque" ? undefined : path.text;
  const stripped = own === undefined ? undefined : prefixes.find((prefix) => own.startsWith(prefix));
  if (prefixes.length === 0) return {};
  if (own === undefined) return rewritten(`the path without ${prefixes.join(" or ")}`, "below");
  if (stripped === undefined) return {};
  const rest = own.slice(stripped.length).replace(/^\/+/, "");
  if (path.kind === "exact") return rewritten(`/${rest}`, "fixed");
  return rewritten(`/${rest}`, rest === "" ? "whole" : "below");
}

export function readStripPrefixRegex(config: PlainObject): ControlValues {
  const expressions = textsOf(config.regex);
  return expressions.length === 0 ? {} : rewritten(`the path without ${expressions.join(" or ")}`, "unknown");
}

export function readAddPrefix(config: PlainObject, path: PathPattern): ControlValues {
  const prefix = asText(config.prefix) ?? "";
  return prefix === "" ? {} : rewritten(`${prefix}${showPath(path)}`, path.kind === "exact" ? "fixed" : "below");
}

export function readReplacePath(config: PlainObject): ControlValues {
  return rewritten(asText(config.path) ?? "/", "fixed");
}

export function readReplacePathRegex(config: PlainObject): ControlValues {
  const to = asText(config.replacement) ?? "";
  return rewritten(`${to} for ${asText(config.regex) ?? ""}`, to.includes("$") ? "unknown" : "fixed");
}

/** Only the redirection to HTTPS says something about the plaintext door. */
export function readRedirectScheme(config: PlainObject): ControlValues {
  const scheme = asText(config.scheme) ?? "";
  if (scheme.toLowerCase() === "https") return { redirect: "redirect" };
  return scheme === "" ? {} : { redirectTarget: [`redirect ${scheme}://`] };
}

export function readRedirectRegex(config: PlainObject): ControlValues {
  const [from, to] = [asText(config.regex) ?? "", asText(config.replacement) ?? ""];
  // The same address by HTTPS: every request of the plaintext door, and nothing else.
  if (/^\^?http:\/\//.test(from) && /^https:\/\/\$(\d|\{\d+\})/.test(to)) return { redirect: "redirect" };
  return to === "" ? {} : { redirectTarget: [`redirect ${to}`] };
}

function rewritten(to: string, reach: Rewrite["reach"]): ControlValues {
  return { rewrite: { to, reach } };
}
