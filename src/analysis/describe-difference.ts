import type { FieldPath, Plain } from "../kubernetes/resource.ts";
import type { Difference } from "./plain-differences.ts";

/** A difference in a few words: "`ingress.enabled`: false → true". The text is the pull request's: escape before publishing. */
export function describeDifference({ label, before, after }: Difference): string {
  const name = `\`${shorten(pathText(label), 120)}\``;
  const show = isSecret(label) ? () => "(hidden)" : valueText;
  if (before === undefined) return `${name} added: ${show(after)}`;
  if (after === undefined) return `${name} removed: ${show(before)}`;
  return `${name}: ${show(before)} → ${show(after)}`;
}

/** Messages travel to comments, logs and the audit trail: a password that somebody committed must not go with them. */
function isSecret(path: FieldPath): boolean {
  const key = String(path.findLast((step) => typeof step === "string") ?? "");
  return (
    /passw|passphrase|secret(?!name|s?ref)|token(?!url)|credential|private_?key|api_?key|access_?key|htpasswd|(^|_)pwd/i.test(
      key.replaceAll("-", "_"),
    ) && !/automount|enabled|create|existing|secret_?(name|ref)|url|class/i.test(key)
  );
}

/** `["hosts", 0, "host"]` → `hosts[0].host`; a key with a dot or a space stands in brackets. */
export function pathText(path: FieldPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (/^\[.*\]$/.test(step)) return `${text}${step}`;
    if (!/^[\w-]+$/.test(step)) return `${text}["${step}"]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

function valueText(value: Plain | undefined): string {
  if (value === undefined) return "nothing";
  return shorten((typeof value === "string" ? value : JSON.stringify(value)).replace(/\s+/g, " "), 80);
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
