import { type HostPattern, hostContained, normalizeHost } from "../host-pattern.ts";

export { mayShareHosts } from "../gateway-api/hosts.ts";

/** A host of a Gateway's server or a VirtualService: `*` is every host, `*.d` any number of labels in front of `d`. */
export function istioHost(text: string): HostPattern {
  const name = normalizeHost(text);
  if (name === "" || name === "*") return { kind: "any" };
  return name.startsWith("*.") ? { kind: "suffix", suffix: name.slice(2) } : { kind: "exact", name };
}

/** A host of a server: whose VirtualServices may claim it (`*` for every namespace, `.` for the Gateway's own), and which. */
export interface ServerHost {
  readonly namespace: string;
  readonly host: HostPattern;
}

export function serverHost(text: string): ServerHost {
  const slash = text.indexOf("/");
  if (slash < 0) return { namespace: "*", host: istioHost(text) };
  return { namespace: text.slice(0, slash), host: istioHost(text.slice(slash + 1)) };
}

/** The hosts that two patterns have in common: the narrower of the two, if either lies in the other. */
export function commonHost(one: HostPattern, other: HostPattern): HostPattern | undefined {
  if (hostContained(one, other) === true) return one;
  return hostContained(other, one) === true ? other : undefined;
}
