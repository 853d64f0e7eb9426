import { identityOf } from "../../../kubernetes/resource.ts";
import { type PathPattern, pathContained, pathKey } from "../path-pattern.ts";
import type { Route } from "../route.ts";
import type { PathTable } from "./route-table.ts";

/** A request path, or an opaque pattern that stands for all of its requests. */
export type PathWitness = string | Extract<PathPattern, { text: string }>;

/**
 * The routes that answer a witness: the longest path wins, exact before prefix. Several routes are duplicates of one path.
 * An opaque pattern is assumed to answer only where no literal one does.
 */
export function winnersFor(table: PathTable | undefined, witness: PathWitness): readonly Route[] {
  if (!table) return [];
  const found = typeof witness === "string" ? literalWinners(table, witness) : opaqueWinners(table, witness);
  return found ?? table.fallback;
}

function literalWinners(table: PathTable, path: string): readonly Route[] | undefined {
  const at = (key: string) => table.byPath.get(key);
  const exact = at(`exact:${path}`);
  if (exact) return exact;
  const byCharacter = table.kinds.has("characters") || table.kinds.has("caseless");
  const lower = path.toLowerCase();
  for (let end = path.length; end > 0; end--) {
    const atBoundary = end === path.length || path[end] === "/";
    const found =
      (atBoundary ? at(`segments:${path.slice(0, end)}`) : undefined) ??
      (byCharacter ? (at(`characters:${path.slice(0, end)}`) ?? at(`caseless:${lower.slice(0, end)}`)) : undefined);
    if (found) return found;
  }
  const opaque = longest(table.opaque.filter((route) => mayMeet(headOf(route.path), path)));
  return at("any:") ?? (opaque && [...opaque, ...otherCatchAlls(table, opaque)]);
}

// An expression may not answer after all, and what another object answers instead may be on an address of its own.
function otherCatchAlls(table: PathTable, opaque: readonly Route[]): Route[] {
  const objects = new Set(opaque.map(({ resource }) => identityOf(resource)));
  return table.fallback.filter(({ host, resource }) => host.kind === "any" && !objects.has(identityOf(resource)));
}

function opaqueWinners(
  table: PathTable,
  witness: Extract<PathPattern, { text: string }>,
): readonly Route[] | undefined {
  const same = table.byPath.get(pathKey(witness));
  if (same) return same;
  const head = headOf(witness);
  const routes = [...table.byPath.values()].flat();
  // The same text read by another controller: it is still the author's path for these requests.
  const sameText = longest(routes.filter(({ path }) => path.kind !== "any" && path.text === witness.text));
  if (sameText) return sameText;
  const containing = routes.filter(
    (route) => route.path.kind === "any" || (head.length > 1 && holds(route.path, head)),
  );
  return longest(containing) ?? longest(routes.filter((route) => mayMeet(head, headOf(route.path))));
}

// Everything that starts with the head lies inside a prefix of the head.
function holds(pattern: PathPattern, head: string): boolean {
  return pattern.kind !== "opaque" && pathContained({ kind: "characters", text: head }, pattern) === true;
}

function mayMeet(head: string, path: string): boolean {
  const [a, b] = [head.toLowerCase(), path.toLowerCase()];
  return a.startsWith(b) || b.startsWith(a);
}

/** The literal characters that an opaque pattern begins with, the last of which may be optional. */
function headOf(path: PathPattern): string {
  if (path.kind === "any") return "";
  if (path.kind !== "opaque") return path.text;
  const text = path.text.replace(/^~?\^?/, "");
  if (text.includes("|")) return "";
  const end = text.search(/[\\^$.?*+()[\]{}]/);
  return end < 0 ? text : text.slice(0, Math.max(0, end - 1));
}

function longest(routes: readonly Route[]): readonly Route[] | undefined {
  const size = routes.reduce((most, route) => Math.max(most, lengthOf(route)), -1);
  const best = routes.find((route) => lengthOf(route) === size);
  return best && routes.filter((route) => pathKey(route.path) === pathKey(best.path));
}

function lengthOf(route: Route): number {
  return route.path.kind === "any" ? 0 : route.path.text.length;
}
