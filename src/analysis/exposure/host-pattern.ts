import type { Containment } from "./containment.ts";

/**
 * The host names that a route answers. `one-label` is `*.d` as Ingress means it, `suffix` is `*.d` as Gateway API means it.
 * Names that a template fills in later (`${DOMAIN}`) are exact names that equal only themselves.
 */
export type HostPattern =
  | { readonly kind: "any" }
  | { readonly kind: "exact"; readonly name: string }
  | { readonly kind: "one-label"; readonly suffix: string }
  | { readonly kind: "suffix"; readonly suffix: string }
  | { readonly kind: "regex"; readonly text: string }
  /** A raw port: what stands behind it never looks at host names. `door` names what opens it, such as `Service shop/db`. */
  | { readonly kind: "port"; readonly protocol: PortProtocol; readonly port: string; readonly door: string };

export type PortProtocol = "TCP" | "UDP" | "SCTP";

/** Whether every host of `inner` is a host of `outer`. */
export function hostContained(inner: HostPattern, outer: HostPattern): Containment {
  if (hostKey(inner) === hostKey(outer)) return true;
  if (inner.kind === "port" || outer.kind === "port") return false;
  if (outer.kind === "any") return true;
  if (inner.kind === "regex" || outer.kind === "regex") return "unknown";
  if (inner.kind === "any" || outer.kind === "exact") return false;
  if (inner.kind === "exact") return nameUnder(inner.name, outer);
  return outer.kind === "suffix" && (inner.suffix === outer.suffix || inner.suffix.endsWith(`.${outer.suffix}`));
}

/** Names the pattern uniquely, for indexes and equality. */
export function hostKey(host: HostPattern): string {
  switch (host.kind) {
    case "any":
      return "any:";
    case "exact":
      return `exact:${host.name}`;
    case "regex":
      return `regex:${host.text}`;
    case "port":
      return `port:${host.protocol}/${host.port} ${host.door}`;
    case "one-label":
    case "suffix":
      return `${host.kind}:${host.suffix}`;
  }
}

export function showHost(host: HostPattern): string {
  switch (host.kind) {
    case "any":
      return "*";
    case "exact":
      return host.name;
    case "regex":
      return host.text;
    case "port":
      return `${host.protocol} port ${host.port} of ${host.door}`;
    case "one-label":
    case "suffix":
      return `*.${host.suffix}`;
  }
}

/**
 * DNS names compare without case and trailing dot, and international names in their ASCII form.
 * A name with a placeholder is left as it is: its case may matter to whatever fills it in.
 */
export function normalizeHost(text: string): string {
  if (hasPlaceholder(text)) return text;
  const name = text.toLowerCase().replace(/\.$/, "");
  return /^[\x21-\x7e]*$/.test(name) ? name : asciiForm(name);
}

/** Text that a later step replaces: shell and Flux variables, Go and Jinja templates, `<placeholders>`. */
export function hasPlaceholder(text: string): boolean {
  return /\$\{|\$\(|\{\{|<[^<>]*>|%\{|\[\[/.test(text);
}

function nameUnder(name: string, outer: { kind: "one-label" | "suffix"; suffix: string }): boolean {
  if (!name.endsWith(`.${outer.suffix}`)) return false;
  const rest = name.slice(0, -outer.suffix.length - 1);
  return rest !== "" && (outer.kind === "suffix" || !rest.includes("."));
}

function asciiForm(name: string): string {
  const wildcard = name.startsWith("*.");
  try {
    const { hostname } = new URL(`http://${wildcard ? name.slice(2) : name}`);
    return wildcard ? `*.${hostname}` : hostname;
  } catch {
    return name;
  }
}
