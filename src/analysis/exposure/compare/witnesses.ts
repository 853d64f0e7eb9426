import type { PathPattern } from "../path-pattern.ts";
import type { PathWitness } from "./winners.ts";

/**
 * Request paths that hit every region into which the patterns divide the paths of a host: for each pattern the path
 * itself, below it, beside it, and with other case. Opaque patterns stand for themselves.
 */
export function pathWitnesses(patterns: readonly PathPattern[]): PathWitness[] {
  const literal = new Set(["/", `/${stranger}`]);
  const opaque = new Map<string, PathWitness>();
  for (const pattern of patterns) {
    if (pattern.kind === "any") continue;
    if (pattern.kind === "opaque") opaque.set(pattern.text, pattern);
    else for (const path of around(pattern.text)) literal.add(path);
  }
  return [...literal, ...opaque.values()];
}

const stranger = "w7x";

function around(path: string): string[] {
  const slash = path.lastIndexOf("/");
  const below = path.slice(0, slash) + path.slice(slash).toUpperCase();
  return [path, `${path}/`, `${path}/${stranger}`, path + stranger, path.toUpperCase(), below];
}
