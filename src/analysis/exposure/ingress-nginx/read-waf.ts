import type { Waf } from "../controls/waf.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxFlag, nginxValue } from "./annotations.ts";
import { defaultFlag, defaultValue, type NginxDefaults } from "./controller-defaults.ts";
import { type SecDirective, secDirectives } from "./sec-directives.ts";

type Values = { readonly [K in keyof Waf]: Waf[K] };

/**
 * ModSecurity in front of a path. Switched on by the Ingress alone it runs the recommended configuration, which only detects; a
 * snippet beside it takes the place of that configuration (buildModSecurityForLocation of ingress-nginx).
 */
export function readWaf(ingress: IngressObject, defaults: NginxDefaults): Values {
  const enabled = isWafOn(ingress, defaults);
  if (enabled === "unknown") return { mode: "unknown", exclusions: [], policy: "" };
  if (!enabled) return { mode: "off", exclusions: [], policy: "" };
  const own = nginxValue(ingress, "modsecurity-snippet");
  const isGlobal = defaultFlag(defaults, "enable-modsecurity") === true;
  const shared = isGlobal ? secDirectives(defaultValue(defaults, "modsecurity-snippet") ?? "") : [];
  const directives = [...shared, ...secDirectives(own ?? "")];
  const mode =
    engineOf(directives) ?? (own === undefined || isGlobal || includesConfiguration(directives) ? "detect" : "unknown");
  if (mode === "off" || mode === "unknown") return { mode, exclusions: [], policy: "" };
  const exclusions = [...coreRulesOff(ingress, defaults, directives), ...directives.flatMap(exclusionOf)];
  const paranoia = paranoiaOf(directives);
  const values = { mode, exclusions: [...new Set(exclusions)].sort(), policy: "" } as const;
  return paranoia === 1 ? values : { ...values, paranoia };
}

/** Whether ModSecurity looks at requests of an Ingress: its own word, also a no, comes before the controller's. */
export function isWafOn(ingress: IngressObject, defaults: NginxDefaults): boolean | "unknown" {
  return nginxFlag(ingress, "enable-modsecurity") ?? defaultFlag(defaults, "enable-modsecurity") ?? false;
}

/** What `readWaf` leaves of a `modsecurity-snippet`, undefined if it told everything. */
export function snippetBesideWaf(text: string): string | undefined {
  const rest = secDirectives(text).filter((directive) => !isTold(directive));
  return rest.length === 0 ? undefined : rest.map((directive) => directive.text).join("\n");
}

function isTold(directive: SecDirective): boolean {
  if (/^SecRuleEngine$/i.test(directive.name)) return engineOf([directive]) !== undefined;
  if (/^Include$/i.test(directive.name)) return ownFiles.test(directive.args[0] ?? "");
  if (exclusionOf(directive).length > 0) return true;
  return /^SecAction$/i.test(directive.name) && paranoiaOf([directive]) !== 1 && !/\bexec:/i.test(directive.text);
}

function engineOf(directives: readonly SecDirective[]): "off" | "detect" | "block" | undefined {
  const last = directives.findLast(({ name }) => /^SecRuleEngine$/i.test(name));
  const value = last?.args[0]?.toLowerCase() ?? "";
  return Object.hasOwn(engines, value) ? engines[value] : undefined;
}

const engines: Readonly<Record<string, "off" | "detect" | "block">> = {
  off: "off",
  detectiononly: "detect",
  on: "block",
};

// The files of the image: the recommended configuration and the OWASP core rule set.
const ownFiles =
  /^\/etc\/nginx\/(modsecurity\/modsecurity\.conf|owasp-modsecurity-crs\/(nginx-modsecurity\.conf|crs-setup\.conf|rules\/\*\.conf))$/;

function includesConfiguration(directives: readonly SecDirective[]): boolean {
  return directives.some(({ name, args }) => /^Include$/i.test(name) && args[0]?.endsWith("modsecurity.conf"));
}

function coreRulesOff(ingress: IngressObject, defaults: NginxDefaults, directives: readonly SecDirective[]): string[] {
  if (directives.some(({ name, args }) => /^Include$/i.test(name) && /owasp|crs/i.test(args[0] ?? ""))) return [];
  if (defaultFlag(defaults, "enable-owasp-modsecurity-crs") === true) return [];
  const wanted = nginxFlag(ingress, "enable-owasp-core-rules");
  if (wanted !== true && wanted !== "unknown") return ["the OWASP core rules"];
  // The documentation says that a snippet makes the annotation void, the code says that both count.
  return wanted === "unknown" || nginxValue(ingress, "modsecurity-snippet") !== undefined
    ? ["the OWASP core rules (perhaps)"]
    : [];
}

function exclusionOf({ name, args, text }: SecDirective): string[] {
  if (/^SecRuleRemoveById$/i.test(name)) return args.flatMap((arg) => arg.split(/[\s,]+/)).map((id) => `rule ${id}`);
  if (/^SecRuleRemoveBy(Tag|Msg)$/i.test(name))
    return args.map((arg) => `rules with ${name.slice(-3).toLowerCase()} ${arg}`);
  if (/^SecRuleUpdate(Target|Action)By/i.test(name)) return [text];
  if (/^SecRequestBodyAccess$/i.test(name) && /^off$/i.test(args[0] ?? "")) return ["bodies of requests"];
  const excludes = /\bctl:(ruleRemove\w*=|ruleEngine=(Off|DetectionOnly))|anomaly_score_threshold=/i.test(text);
  return excludes && /^Sec(Rule|Action)$/i.test(name) && !/\bexec:/i.test(text) ? [text] : [];
}

// The core rules run at level 1 unless told otherwise; higher ones look closer.
function paranoiaOf(directives: readonly SecDirective[]): number {
  const levels = directives.flatMap(({ text }) => /tx\.(?:blocking_)?paranoia_level=(\d)/i.exec(text)?.[1] ?? []);
  return Number(levels.at(-1) ?? 1);
}
