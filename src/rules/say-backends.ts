import { showBothBackends } from "../analysis/exposure/compare/served.ts";
import type { Backend } from "../analysis/exposure/route.ts";
import { nameTargets, verb } from "../analysis/exposure/targets.ts";

type Targets = Parameters<typeof nameTargets>[0];

/** That requests go elsewhere. Redirects, and references that nobody permits, lead to no backend. */
export function sayNewBackends(targets: Targets, from: readonly Backend[], to: readonly Backend[]): string {
  const shown = showBothBackends(from, to);
  if (to.length === 0)
    return `${nameTargets(targets)} no longer ${verb(targets, "goes")} to \`${shown.from}\`, nor to any other backend`;
  return `${nameTargets(targets)} now ${verb(targets, "goes")} to \`${shown.to}\`${sayOldBackends(from, to)}`;
}

/** Where they went before, as the end of the sentence. */
export function sayOldBackends(from: readonly Backend[], to: readonly Backend[], join = ", not "): string {
  if (from.length === 0) return "; no backend got it before";
  return `${join}\`${showBothBackends(from, to).from}\``;
}
