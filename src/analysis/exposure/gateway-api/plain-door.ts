import type { Redirect } from "../controls/redirect.ts";
import { type HostPattern, hostKey } from "../host-pattern.ts";
import { type PathPattern, pathKey } from "../path-pattern.ts";
import type { Aspect } from "../route.ts";
import { type Claim, isHttpsRedirect } from "./claims.ts";
import { coveringKeys } from "./hosts.ts";

/** Finds what answers some requests: the closest host, then the longest path, then most conditions. */
export function answersOf(claims: readonly Claim[]) {
  const hosts = new Map<string, Map<string, Claim[]>>();
  for (const claim of claims) {
    const paths = hosts.get(hostKey(claim.host)) ?? new Map<string, Claim[]>();
    hosts.set(hostKey(claim.host), paths);
    const key = pathKey(claim.match.path);
    const known = paths.get(key);
    if (known) known.push(claim);
    else paths.set(key, [claim]);
  }
  return (host: HostPattern, path: PathPattern, conditions: readonly string[]): readonly Claim[] => {
    const paths = firstOf(coveringKeys(host), hosts);
    if (!paths) return [];
    const shown = new Set(conditions);
    for (const key of coveringPaths(path)) {
      const fitting = (paths.get(key) ?? []).filter(({ match }) => match.conditions.every((one) => shown.has(one)));
      const most = Math.max(...fitting.map(({ match }) => match.conditions.length));
      if (fitting.length > 0) return fitting.filter(({ match }) => match.conditions.length === most);
    }
    return [];
  };
}

function firstOf<T>(keys: Iterable<string>, map: ReadonlyMap<string, T>): T | undefined {
  for (const key of keys) {
    const found = map.get(key);
    if (found) return found;
  }
  return undefined;
}

function* coveringPaths(path: PathPattern): Generator<string> {
  if (path.kind !== "any") {
    yield pathKey(path);
    if (path.kind === "exact" || path.kind === "segments") {
      // The API allows 1024 characters; more segments than that are nobody's.
      let rest = path.text.slice(0, 2048);
      for (; rest.length > 1; rest = rest.slice(0, rest.lastIndexOf("/"))) yield `segments:${rest}`;
    }
  }
  yield pathKey({ kind: "any" });
}

/** What the plaintext door of a Gateway does with requests, from what answers them there. */
export function plaintextOf(answers: readonly Claim[]): {
  readonly redirect: Redirect;
  readonly aspects: readonly Aspect[];
} {
  const outcomes = new Set(answers.map(({ filters }) => (isHttpsRedirect(filters) ? "redirect" : "none")));
  const [only] = outcomes;
  return {
    redirect: outcomes.size > 1 ? "unknown" : (only ?? "closed"),
    aspects: answers
      .slice(0, 10)
      .flatMap(({ object: { resource }, rule, parent, listener }): Aspect[] => [
        { resource, path: [...rule.field, "filters"] },
        { resource, path: parent.field },
        ...(listener ? [{ resource: listener.resource, path: listener.field }] : []),
      ]),
  };
}
