import type { PlainObject } from "../../../kubernetes/resource.ts";
import type { Redirect } from "../controls/redirect.ts";
import { grouped } from "../grouped.ts";
import { hostContained, hostKey } from "../host-pattern.ts";
import { pathContained, pathKey } from "../path-pattern.ts";
import { stableText } from "../route.ts";
import type { HttpDraft } from "./http-draft.ts";
import { onlyPlainSetting } from "./weigh.ts";

/** A draft with its plaintext door, and the drafts that are nothing but this door. */
export interface JoinedDraft {
  readonly draft: HttpDraft;
  readonly redirect: Redirect;
  readonly folded: readonly HttpDraft[];
  /** Drafts that decide about the plaintext door from elsewhere. */
  readonly deciding: readonly HttpDraft[];
  /** The draft stands beside one behind TLS for the same requests, and does more than redirect. */
  readonly onlyPlain: boolean;
}

/**
 * A router behind TLS and one for plain HTTP are two routers: usually the second one redirects to the first. What answers the
 * requests of a router behind TLS over plain HTTP is told as its plaintext door; only what is left is a route of its own.
 */
export function joinPlainDoors(drafts: readonly HttpDraft[]): readonly JoinedDraft[] {
  const secure = drafts.filter(({ plain }) => plain === "closed");
  const plain = drafts.filter((draft) => draft.plain !== "closed");
  const find = decidingDrafts(plain);
  const byHost = grouped(secure, ({ match }) => hostKey(match.host));
  const folded = new Set<HttpDraft>();
  const joined = secure.map((draft): JoinedDraft => {
    const { certain, possible } = find(draft);
    const own = plainTwins(draft, certain);
    for (const twin of own) folded.add(twin);
    return {
      draft,
      redirect: redirectOf(certain[0], possible),
      folded: own,
      deciding: certain.slice(0, 1),
      onlyPlain: false,
    };
  });
  const rest = plain.filter((draft) => !folded.has(draft));
  return [
    ...joined,
    ...rest.map((draft): JoinedDraft => {
      const beside = (byHost.get(hostKey(draft.match.host)) ?? []).some((other) => mayMeet(draft, other));
      return {
        draft,
        redirect: redirectOf(draft, []),
        folded: [],
        deciding: [],
        onlyPlain: beside && draft.router.doors.tls === false,
      };
    }),
  ];
}

function redirectOf(deciding: HttpDraft | undefined, possible: readonly HttpDraft[]): Redirect {
  if (!deciding) return possible.some(({ plain }) => plain !== "redirects") ? "unknown" : "closed";
  return deciding.plain === "redirects" ? "redirect" : deciding.plain === "unknown" ? "unknown" : "none";
}

// More routers for any host than these are not looked through for each of thousands of others.
const mostWide = 100;

/** Finds the drafts for plain HTTP that answer everything that a draft answers, the strongest first, and those that may. */
function decidingDrafts(plain: readonly HttpDraft[]) {
  const byHost = grouped(plain, ({ match }) => hostKey(match.host));
  const wide = plain.filter(({ match }) => match.host.kind !== "exact").slice(0, mostWide);
  return (draft: HttpDraft) => {
    const { host, path, conditions } = draft.match;
    const near = [...new Set([...(byHost.get(hostKey(host)) ?? []), ...wide])]
      .filter((other) => classOf(other) === classOf(draft))
      .filter(({ match }) => match.conditions.every((condition) => conditions.includes(condition)))
      .map((other) => ({
        other,
        inHost: hostContained(host, other.match.host),
        inPath: pathContained(path, other.match.path),
      }));
    return {
      certain: near
        .filter(({ inHost, inPath }) => inHost === true && inPath === true)
        .map(({ other }) => other)
        .sort((a, b) => b.router.precedence - a.router.precedence),
      possible: near
        .filter(({ inHost, inPath }) => inHost !== false && inPath !== false && (inHost !== true || inPath !== true))
        .map(({ other }) => other),
    };
  };
}

function classOf({ router }: HttpDraft): string {
  return router.resource.annotations["kubernetes.io/ingress.class"] ?? "";
}

/** Drafts for the very same requests that only redirect, or do over plain HTTP what the draft does behind TLS. */
function plainTwins(draft: HttpDraft, certain: readonly HttpDraft[]): readonly HttpDraft[] {
  return certain.filter(
    (other) =>
      requestsOf(other) === requestsOf(draft) &&
      other.router.doors.tls === false &&
      (other.plain === "redirects" || meansTheSame(other, draft)),
  );
}

function requestsOf({ match }: HttpDraft): string {
  return JSON.stringify([hostKey(match.host), pathKey(match.path), match.conditions]);
}

// Most differ in where they lead or what they ask for, which is cheap to tell.
function meansTheSame(a: HttpDraft, b: HttpDraft): boolean {
  const first = ({ router, controls }: HttpDraft) => JSON.stringify([router.services.backends, controls.auth]);
  return first(a) === first(b) && meaningOf(a) === meaningOf(b);
}

function meaningOf({ controls, texts }: HttpDraft): string {
  const { tls: _, certificate: __, issuer: ___, tlsVersion: ____, ciphers: _____, ...rest } = controls;
  const { "spec.entryPoints": ______, [onlyPlainSetting]: _______, ...settings } = texts;
  return stableText([rest as PlainObject, settings]);
}

function mayMeet(a: HttpDraft, b: HttpDraft): boolean {
  return pathContained(a.match.path, b.match.path) !== false || pathContained(b.match.path, a.match.path) !== false;
}
