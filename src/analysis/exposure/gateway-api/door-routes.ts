import { grouped } from "../grouped.ts";
import type { HostPattern } from "../host-pattern.ts";
import { type Entry, plainHttpCondition, type Route } from "../route.ts";
import type { Scope } from "../scope.ts";
import type { Extra } from "./build-route.ts";
import { type Claim, claimKey, distinctClaims, doorKindOf, isHttpsRedirect } from "./claims.ts";
import { type Door, entryFor } from "./doors.ts";
import { overlapWith } from "./hosts.ts";
import { mergeParts, type Part, partOf } from "./part.ts";
import { answersOf, plaintextOf } from "./plain-door.ts";
import { redirectScopes } from "./redirect-scopes.ts";

type Build = (claim: Claim, extra?: Extra) => Route;

/**
 * The routes of one Gateway: what it serves over TLS, with what its plaintext door does with the same requests, and what only
 * the plaintext door serves. Claims that no change concerns count for the others and become no routes.
 */
export function doorRoutes(
  door: Door,
  claims: readonly Claim[],
  build: Build,
  isConcerned: (claim: Claim) => boolean,
): { routes: Route[]; scopes: Scope[] } {
  const byKind = grouped(claims, doorKindOf);
  const of = (kind: ReturnType<typeof doorKindOf>) => distinctClaims(byKind.get(kind) ?? []);
  const [secure, plain, open] = [of("secure"), of("plain"), of("open")];
  const plainAnswers = answersOf(plain);
  const secureAnswers = answersOf([...secure, ...open]);
  const overlaps = overlapWith([...secure, ...open].map(({ host }) => host));
  const sections = sectionsOf(byKind.get("open") ?? []);
  // Where the same requests are answered over TLS, a redirect is what their route says about the plaintext door.
  const left = plain.filter((claim) => !isBareRedirect(claim) || !overlaps(claim.host));
  const routes = [
    ...secure.filter(isConcerned).map((claim) => {
      const answers = plainAnswers(claim.host, claim.match.path, claim.match.conditions);
      // Where the Gateway itself is not in the repository, it may have a plaintext door of its own.
      const known = door.gateway !== undefined || answers.length > 0;
      return build(claim, { part: mergedParts(known ? redirectPart(answers) : undefined, answerPart(claim, "https")) });
    }),
    ...open.filter(isConcerned).map((claim) => {
      const answers = plainAnswers(claim.host, claim.match.path, claim.match.conditions);
      const isPinned = claim.parent.section !== undefined || claim.parent.port !== "";
      const redirects = isPinned && answers.length > 0 ? redirectPart(answers) : undefined;
      return build(claim, { part: mergedParts(redirects, answerPart(claim, "")), entry: sections(claim) });
    }),
    ...left
      .filter((claim) => !isBareRedirect(claim) && isConcerned(claim))
      .flatMap((claim) => plainRoute(claim, secureAnswers, build)),
    ...(byKind.get("raw") ?? []).filter(isConcerned).map((claim) => build(claim, { host: portOf(claim) })),
  ];
  return { routes, scopes: redirectScopes(door, left.filter(isBareRedirect)) };
}

/** A redirect of visitors to the same host over HTTPS. */
function isBareRedirect({ filters }: Claim): boolean {
  return isHttpsRedirect(filters) && filters.redirection?.hostname === undefined;
}

function redirectPart(answers: readonly Claim[]): Part {
  const { redirect, aspects } = plaintextOf(answers);
  return partOf({ controls: { redirect }, aspects: { redirect: aspects } });
}

function mergedParts(...parts: readonly (Part | undefined)[]): Part {
  return mergeParts(parts.flatMap((part) => part ?? []));
}

/** Where a redirect leads, if it leads to another host. */
function answerPart({ filters: { redirection }, host }: Claim, scheme: string): Part {
  if (redirection?.hostname === undefined) return partOf({});
  if (host.kind === "exact" && host.name === redirection.hostname.toLowerCase()) return partOf({});
  const used = redirection.scheme ?? scheme;
  const target = `redirect ${used === "" ? "" : `${used}://`}${redirection.hostname}`;
  return partOf({ controls: { redirectTarget: [target] }, aspects: { redirectTarget: [redirection.aspect] } });
}

// What is served over HTTP: on its own, or in another way than the same requests over TLS.
function plainRoute(claim: Claim, secureAnswers: ReturnType<typeof answersOf>, build: Build): Route[] {
  const { match, host } = claim;
  const over = secureAnswers(host, match.path, match.conditions);
  const same = over.some((one) => one.object === claim.object && claimKey(one) === claimKey(claim));
  if (same) return [];
  const conditions = over.length > 0 ? [...match.conditions, plainHttpCondition].sort() : match.conditions;
  const redirect = isHttpsRedirect(claim.filters) ? "redirect" : "none";
  const part = mergedParts(partOf({ controls: { redirect } }), answerPart(claim, "http"));
  return [build(claim, { conditions, part })];
}

function portOf({ object, listener, parent, door }: Claim): HostPattern {
  const port = listener?.port ?? (parent.port === "" ? (parent.section ?? "") : parent.port);
  return {
    kind: "port",
    protocol: object.kind === "UDPRoute" ? "UDP" : "TCP",
    port,
    door: entryFor(door, parent.ref).class ?? "",
  };
}

/** Which listeners of a Gateway that is not in the repository a route names: they may be the plain ones. */
function sectionsOf(claims: readonly Claim[]): (claim: Claim) => Entry {
  const entries = new Map(
    [...grouped(claims, ({ object }) => object)].map(([object, all]) => {
      const names = all.map(
        ({ parent: { section, port } }) => section ?? (port === "" ? everyListener : `port ${port}`),
      );
      return [object, [...new Set(names)].sort().join(", ")];
    }),
  );
  return ({ object, door, listener, parent }) => {
    const names = listener ? undefined : entries.get(object);
    const entry = entryFor(door, parent.ref);
    return names === undefined ? entry : { ...entry, listener: names };
  };
}

const everyListener = "every listener";
