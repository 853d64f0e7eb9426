/** Which doors a router stands behind. `unknown`: the name of the entry point says nothing. */
export interface Doors {
  /** Whether TLS is ended for the router, by its own section or by its entry point. */
  readonly tls: boolean | "unknown";
  /** Whether the router answers plain HTTP. */
  readonly plain: boolean | "unknown";
  /** Neither a section nor an entry point says anything: plain HTTP, and TLS as far as somebody brings a certificate. */
  readonly isDefault: boolean;
  /** Entry points that say more than `tls` and `plain`, sorted; empty if nothing is left to say. */
  readonly left: string;
  /** The entry points for plain HTTP, if the router stands at no other one; without a name it would stand at all of them. */
  readonly only: string;
}

/** Ports and defaults of entry points stand in Traefik's static configuration, and by convention are these of its chart. */
export const entryPointAssumption =
  "the entry points of Traefik are those of its chart: web for plain HTTP, websecure for TLS, both by default";

/**
 * A router with a `tls` section answers TLS on every entry point and nothing else. Without one it answers plain HTTP, except on
 * entry points that end TLS for all of their routers, as websecure does. No entry point at all means the default ones.
 */
export function doorsOf(entryPoints: readonly string[], hasTls: boolean): Doors {
  const names = [...new Set(entryPoints)].sort();
  const plain = names.filter((name) => plainNames.has(name));
  const secure = names.filter((name) => secureNames.has(name));
  const others = names.filter((name) => !plain.includes(name) && !secure.includes(name));
  if (hasTls) {
    const usual = names.length === secure.length && names.length > 0;
    return {
      tls: true,
      plain: false,
      isDefault: false,
      left: usual ? "" : names.join(", ") || "the default entry points",
      only: "",
    };
  }
  if (names.length === 0) return { tls: false, plain: true, isDefault: true, left: "", only: "" };
  const unclear = others.length > 0 && plain.length + secure.length === 0;
  return {
    tls: unclear ? "unknown" : secure.length > 0,
    plain: unclear ? "unknown" : plain.length > 0,
    isDefault: false,
    left: others.length > 0 ? names.join(", ") : "",
    only: others.length === 0 && secure.length === 0 ? names.join(", ") : "",
  };
}

/** The port that an entry point listens on, as far as its name says. */
export function portOf(entryPoint: string): string {
  return plainNames.has(entryPoint) ? "80" : secureNames.has(entryPoint) ? "443" : entryPoint;
}

/** Whether connections by TLS share the port of the web. */
export function isSecureName(entryPoint: string): boolean {
  return secureNames.has(entryPoint);
}

const plainNames = new Set(["web", "http"]);
const secureNames = new Set(["websecure", "https", "web-secure", "web-tls"]);
