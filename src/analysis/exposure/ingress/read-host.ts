import { type HostPattern, hasPlaceholder, normalizeHost } from "../host-pattern.ts";

/** The hosts that an Ingress rule or tls entry means: nothing is every host, `*.d` is one label in front of `d`. */
export function readHost(text: string): HostPattern {
  const name = normalizeHost(text);
  if (name === "" || name === "*") return { kind: "any" };
  return name.startsWith("*.") ? { kind: "one-label", suffix: name.slice(2) } : { kind: "exact", name };
}

/** What the API server refuses about a host, if anything. A placeholder may become anything legal. */
export function hostProblem(text: string): string | undefined {
  if (text === "" || hasPlaceholder(text)) return undefined;
  if (text.length > 253) return "a host is too long";
  const name = text.startsWith("*.") ? text.slice(2) : text;
  if (name.includes("*")) return `the host ${text} has a wildcard that is not a whole first label`;
  if (/[\s:/]/.test(name)) return `the host ${text} is not a host name`;
  return /^\d+(\.\d+){3}$/.test(name) ? `the host ${text} is an address` : undefined;
}
