import type { Rewrite } from "../controls/rewrite.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxValue } from "./annotations.ts";

/** How `rewrite-target` changes a path, given as the Ingress writes it: captures of the path stand in the target as `$1`. */
export function readRewrite(ingress: IngressObject, path: string): Rewrite {
  const target = nginxValue(ingress, "rewrite-target");
  // Paths beside a rewrite are expressions without case.
  if (target === undefined || target.toLowerCase() === path.toLowerCase() || isIdentity(target, path))
    return { to: "", reach: "same" };
  if (hasPlaceholder(target)) return { to: target, reach: "unknown" };
  return { to: target, reach: reachOf(target, captures(path)) };
}

// Requests keep their path where the one capture is all of it behind the slash.
function isIdentity(target: string, path: string): boolean {
  return (target === "/$1" && /^\/\([^()]*\)$/.test(path)) || (target === "$1" && /^\(\/[^()]*\)$/.test(path));
}

function reachOf(target: string, groups: readonly string[]): Rewrite["reach"] {
  const open = [...target.matchAll(/\$(\d)/g)].find(([, number]) => matchesAnything(groups[Number(number) - 1] ?? ""));
  if (open) return ["", "/"].includes(target.slice(0, open.index)) ? "whole" : "below";
  // Without a capture that varies there is one path; the root is the door to everything that links from it.
  const filled = groups.length === 0 ? target.replaceAll(/\$\d/g, "") : target;
  return ["", "/"].includes(filled) ? "whole" : "fixed";
}

function matchesAnything(group: string): boolean {
  return /(\.|\]|\\[SwWD])[*+]/.test(group);
}

/** The texts of the groups of an expression, in the order of their opening parentheses. */
function captures(path: string): readonly string[] {
  const groups: { readonly start: number; end: number }[] = [];
  const open: ({ readonly start: number; end: number } | undefined)[] = [];
  for (let index = 0; index < path.length; index += 1) {
    const letter = path[index];
    if (letter === "\\") index += 1;
    else if (letter === "(") {
      const group = path[index + 1] === "?" ? undefined : { start: index + 1, end: path.length };
      if (group) groups.push(group);
      open.push(group);
    } else if (letter === ")") {
      const group = open.pop();
      if (group) group.end = index;
    }
  }
  // A target can name nine of them.
  return groups.slice(0, 9).map(({ start, end }) => path.slice(start, end));
}
