import { withoutTrailing } from "../without-trailing.ts";
import type { Containment } from "./containment.ts";

/**
 * The request paths that a route answers, after the controller's reading of `pathType`:
 * `exact`; `segments` (`/foo`, `/foo/…`); `characters` (every string that starts so); `caseless` (the same without case);
 * `opaque` (a regular expression or glob, which is compared as text and never evaluated).
 */
export type PathPattern =
  | { readonly kind: "any" }
  | { readonly kind: "exact" | "segments" | "characters" | "caseless" | "opaque"; readonly text: string };

export type PathKind = PathPattern["kind"];

/** The one form of equal patterns: a prefix of nothing is every path, and `/foo/` is the segments of `/foo`. */
export function pathPattern(kind: Exclude<PathKind, "any">, text: string): PathPattern {
  if (kind === "exact" || kind === "opaque") return { kind, text };
  if (text === "" || text === "/") return { kind: "any" };
  if (kind === "segments") return { kind, text: withoutTrailing(text, "/") || "/" };
  const lower = text.toLowerCase();
  if (kind === "caseless") return lower === text.toUpperCase() ? { kind: "characters", text } : { kind, text: lower };
  return { kind, text };
}

/** Whether every path of `inner` is a path of `outer`. */
export function pathContained(inner: PathPattern, outer: PathPattern): Containment {
  if (outer.kind === "any" || pathKey(inner) === pathKey(outer)) return true;
  if (inner.kind === "opaque" || outer.kind === "opaque") return "unknown";
  if (inner.kind === "any" || outer.kind === "exact") return false;
  switch (outer.kind) {
    case "segments":
      if (inner.kind === "caseless" && hasLetters(outer.text)) return false;
      return inner.text.startsWith(`${outer.text}/`) || (isAtMostSegments(inner) && inner.text === outer.text);
    case "characters":
      return !(inner.kind === "caseless" && hasLetters(outer.text)) && inner.text.startsWith(outer.text);
    case "caseless":
      return inner.text.toLowerCase().startsWith(outer.text);
  }
}

function isAtMostSegments({ kind }: PathPattern): boolean {
  return kind === "exact" || kind === "segments";
}

// A prefix without letters, such as `/1`, has no other case that a caseless pattern could match.
function hasLetters(text: string): boolean {
  return text.toLowerCase() !== text.toUpperCase();
}

/** Whether the pattern answers a path. An opaque pattern is never evaluated: its text may be hostile. */
export function pathMatches(pattern: PathPattern, path: string): boolean {
  switch (pattern.kind) {
    case "any":
      return true;
    case "opaque":
      return false;
    case "exact":
      return path === pattern.text;
    case "segments":
      return path === pattern.text || path.startsWith(`${pattern.text}/`);
    case "characters":
      return path.startsWith(pattern.text);
    case "caseless":
      return path.toLowerCase().startsWith(pattern.text);
  }
}

/** Names the pattern uniquely, for indexes and equality. */
export function pathKey(path: PathPattern): string {
  return path.kind === "any" ? "any:" : `${path.kind}:${path.text}`;
}

export function showPath(path: PathPattern): string {
  return path.kind === "any" ? "/" : path.text;
}
