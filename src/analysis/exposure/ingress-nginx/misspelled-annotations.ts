import { editDistance } from "../../edit-distance.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import { nginxPrefix } from "./annotations.ts";
import { knownNginxNames, protectiveNginxNames } from "./known-annotations.ts";

/**
 * Why ingress-nginx ignores an annotation that looks like one of its protections; undefined if it reads it, or if it looks like
 * nothing that protects. `foreign` says whether the prefixes of other controllers are wrong as well.
 */
export function misspelling(annotation: string, foreign: boolean): string | undefined {
  if (hasPlaceholder(annotation)) return undefined;
  if (annotation.startsWith(nginxPrefix)) {
    const name = annotation.slice(nginxPrefix.length);
    const meant = knownNginxNames.has(name) ? undefined : nearestProtection(name);
    return meant && `ingress-nginx has no such annotation; did you mean ${meant}?`;
  }
  const name = nameBehindWrongPrefix(annotation, foreign);
  return name && `ingress-nginx reads ${nginxPrefix}${name}`;
}

function nearestProtection(name: string): string | undefined {
  // Of a short name two letters are most of it.
  const most = name.length < 8 ? 1 : 2;
  return protectiveNginxNames.find((candidate) => editDistance(name, candidate, most) <= most);
}

function nameBehindWrongPrefix(annotation: string, foreign: boolean): string | undefined {
  const slash = annotation.lastIndexOf("/");
  const [prefix, rest] = [annotation.slice(0, Math.max(slash, 0)), annotation.slice(slash + 1)];
  // Without a slash, or with another sign in its place: nginx.ingress.kubernetes.io_ssl-redirect, ingress.nginx.ssl-redirect.
  const name = rest.slice(Math.max(rest.lastIndexOf("."), rest.lastIndexOf("_"), rest.lastIndexOf(":")) + 1);
  const known = protectiveNginxNames.find((candidate) => candidate === name.toLowerCase());
  if (known === undefined) return undefined;
  const before = `${prefix}${prefix === "" ? "" : "/"}${rest.slice(0, rest.length - name.length)}`.replace(
    /[/._:]$/,
    "",
  );
  if (before === "") return prefix === "" ? known : undefined;
  if (before === "ingress.kubernetes.io") return foreign ? known : undefined;
  return likePrefix.test(before) || editDistance(before, nginxPrefix.slice(0, -1), 4) <= 4 ? known : undefined;
}

const likePrefix =
  /^(nginx\.kubernetes\.io|ingress\.nginx\.kubernetes\.io|ingress-nginx\.kubernetes\.io|nginx\.ingress(\.k8s\.io)?|nginx|ingress|ingress-nginx|kubernetes\.io(\/(ingress|nginx|ingress\.nginx|nginx\.ingress))?)$/i;
