import { hostKey, showHost } from "../host-pattern.ts";
import type { Scope } from "../scope.ts";
import type { Claim } from "./claims.ts";
import type { Door } from "./doors.ts";

/**
 * Redirects to HTTPS for requests that no route answers over TLS: nothing is served there. For every host of a Gateway that is not
 * in the repository they count for the routes that nobody here sees.
 */
export function redirectScopes(door: Door, claims: readonly Claim[]): Scope[] {
  const ofRest = claims.filter(({ host }) => host.kind === "any" && door.gateway === undefined);
  const ofHosts = claims.filter((claim) => !ofRest.includes(claim));
  return [
    ...(ofRest.length > 0 ? [restScope(door, ofRest)] : []),
    ...(ofHosts.length > 0 ? [hostsScope(door, ofHosts)] : []),
  ];
}

function restScope(door: Door, claims: readonly Claim[]): Scope {
  return {
    ...sharedScope(door, claims),
    key: `plain HTTP of ${door.entry.class}`,
    label: `every host of Gateway \`${nameOf(door)}\``,
    controls: { redirect: "redirect" },
    assumptions: ["the Gateway is not in the repository and serves HTTP"],
  };
}

function hostsScope(door: Door, claims: readonly Claim[]): Scope {
  const byKey = new Map(claims.map(({ host }) => [hostKey(host), host.kind === "any" ? "every host" : showHost(host)]));
  return {
    ...sharedScope(door, claims),
    key: `redirects without a route over TLS of ${door.entry.class}`,
    label: `Hosts that Gateway \`${nameOf(door)}\` only redirects to HTTPS`,
    controls: {},
    annotations: { "spec.hostnames": [...byKey.values()].sort().join(", ") },
    assumptions: [],
  };
}

function sharedScope(door: Door, claims: readonly Claim[]) {
  return {
    resource: (claims[0] as Claim).object.resource,
    reach: door.entry.reach,
    annotations: {},
    weigh: () => "harmless" as const,
    where: () =>
      claims
        .slice(0, mostPlaces)
        .flatMap(({ object: { resource }, rule, hostAspects }) => [
          ...hostAspects.filter((aspect) => aspect.resource === resource),
          { resource, path: [...rule.field, "filters"] },
        ]),
  };
}

const mostPlaces = 10;

function nameOf({ entry }: Door): string {
  return (entry.class ?? "").replace(/^\S+ /, "");
}
