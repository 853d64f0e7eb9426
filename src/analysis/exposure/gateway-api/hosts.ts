import { type HostPattern, hasPlaceholder, hostContained, hostKey, normalizeHost } from "../host-pattern.ts";

/** A host name as Gateway API means it: nothing is every host, `*.d` is any number of labels in front of `d`. */
export function readHostname(text: string | undefined): HostPattern {
  const name = normalizeHost(text ?? "");
  if (name === "" || name === "*") return { kind: "any" };
  return name.startsWith("*.") ? { kind: "suffix", suffix: name.slice(2) } : { kind: "exact", name };
}

/** The hosts that both patterns name; undefined if there are none. */
export function commonHost(one: HostPattern, other: HostPattern): HostPattern | undefined {
  if (hostContained(one, other) === true) return one;
  return hostContained(other, one) === true ? other : undefined;
}

/** Whether a template decides if the two patterns have hosts in common. */
export function mayShareHosts(one: HostPattern, other: HostPattern): boolean {
  return hasPlaceholder(hostKey(one)) || hasPlaceholder(hostKey(other));
}

/** The keys of every pattern that contains the host, its own first. */
export function* coveringKeys(host: HostPattern): Generator<string> {
  yield hostKey(host);
  if (host.kind === "exact" || host.kind === "suffix") {
    let rest = host.kind === "exact" ? parentOf(host.name) : parentOf(host.suffix);
    // A name has at most 127 labels; a longer one is not worth the walk.
    for (let step = 0; rest !== "" && step < 127; step++, rest = parentOf(rest))
      yield hostKey({ kind: "suffix", suffix: rest });
  }
  if (host.kind !== "any") yield hostKey({ kind: "any" });
}

function parentOf(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}

/** Tells whether a host has anything in common with some of the hosts. */
export function overlapWith(hosts: readonly HostPattern[]): (host: HostPattern) => boolean {
  const keys = new Set(hosts.map(hostKey));
  const above = new Set(hosts.flatMap((host) => [...coveringKeys(host)]));
  return (host) => above.has(hostKey(host)) || [...coveringKeys(host)].some((key) => keys.has(key));
}
