import type { Resource } from "../../../kubernetes/resource.ts";
import { grouped } from "../grouped.ts";
import { type HostPattern, hostContained, hostKey } from "../host-pattern.ts";
import type { EdgeHost } from "./host-object.ts";
import { isSelected } from "./names.ts";

/** Finds the Hosts that speak for the names of a Mapping. */
export interface HostIndex {
  /** The names under which a Mapping answers, each with the Host that decides about its doors, if one is known. */
  placesOf(mapping: Resource, pattern: HostPattern, installation: string): readonly Place[];
}

export interface Place {
  readonly host: HostPattern;
  readonly edge: EdgeHost | undefined;
}

export function hostIndex(hosts: readonly EdgeHost[], mappings: number): HostIndex {
  const byKey = grouped(hosts, ({ host }) => hostKey(host));
  const all = hosts.length * mappings > mostPairs ? [] : hosts;
  return {
    placesOf(mapping, pattern, installation) {
      const fits = (one: EdgeHost) => one.installation === installation && isSelected(mapping, one.selector);
      const edge = [...keysAround(pattern)].flatMap((key) => byKey.get(key) ?? []).find(fits);
      const own: Place = { host: pattern, edge };
      if (pattern.kind === "exact") return [own];
      const within = all
        .filter(
          (one) => hostKey(one.host) !== hostKey(pattern) && hostContained(one.host, pattern) === true && fits(one),
        )
        .map((one): Place => ({ host: one.host, edge: one }));
      // A Mapping for every name answers under those of the Hosts, and under no other.
      return edge || within.length === 0 ? [own, ...within] : within;
    },
  };
}

// So many combinations of Mappings and Hosts are not looked at: then only the Host around the names decides.
const mostPairs = 1_000_000;

const longestName = 253;

function* keysAround(pattern: HostPattern): Generator<string> {
  yield hostKey(pattern);
  const name = pattern.kind === "exact" ? pattern.name : pattern.kind === "suffix" ? pattern.suffix : "";
  const labels = name.length > longestName ? [] : name.split(".");
  for (let start = 1; start < labels.length; start++)
    yield hostKey({ kind: "suffix", suffix: labels.slice(start).join(".") });
  yield hostKey({ kind: "any" });
}
