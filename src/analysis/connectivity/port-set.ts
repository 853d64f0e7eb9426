/**
 * Ports of one protocol. Numeric ports are those of the pod, after a Service has translated; a name is resolved by the pod at the
 * receiving end. `only` is the canonical text of what limits the requests inside (HTTP methods, paths): equal texts are equal limits.
 */
export type PortRange = { readonly protocol: Protocol; readonly only?: string } & (
  | { readonly first: number; readonly last: number }
  | { readonly name: string }
);

/** `other`: every protocol that policies cannot name, such as ICMP where nothing filters it. */
export type Protocol = "TCP" | "UDP" | "SCTP" | "ICMP" | "other";

/** `every`: all ports of all protocols. */
export type PortSet = "every" | readonly PortRange[];
