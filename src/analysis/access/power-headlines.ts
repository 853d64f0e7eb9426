import type { EscalationMatch, Headline } from "./access-change.ts";
import type { Danger, Family } from "./escalation.ts";
import { groupBy } from "./group-by.ts";
import { byDanger } from "./match-escalations.ts";

/** So many are told one by one; the rest is mentioned with them. */
const maxPowers = 3;

/** Who may change routes and network policies is told always, however much else was gained. */
export const alwaysTold: ReadonlySet<Family> = new Set(["network-control"]);

/** What gained rights amount to, by families of escalations. */
export function powers(escalations: readonly EscalationMatch[]): readonly Headline[] {
  const isWildcard = escalations.some(({ family }) => family === "wildcard");
  const said = escalations.filter((match) => match.family === "wildcard" || !(isWildcard && match.onlyByWildcard));
  const specific = said.filter(({ family }) => family !== "minor" && family !== "partial-wildcard");
  const partial = said.filter(({ family }) => family === "partial-wildcard");
  const families = [...groupBy(specific.length > 0 ? specific : partial, ({ family }) => family)] as [
    Family,
    readonly EscalationMatch[],
  ][];
  const sorted = families.sort(([, [a]], [, [b]]) => (a && b ? byDanger(a, b) : 0));
  const worst = sorted[0]?.[1][0]?.danger;
  const isLoud = worst !== undefined && loud.has(worst);
  const told = sorted.filter(([family, [match]], index) => {
    if (alwaysTold.has(family)) return true;
    return index < maxPowers && !(isLoud && match && !loud.has(match.danger));
  });
  const also = sorted
    .filter((one) => !told.includes(one))
    .flatMap(([, matches]) => matches.map(({ allows }) => allows));
  return told.map(([family, matches], index) => {
    return { kind: "power", family, matches, also: index === 0 ? also : [] };
  });
}

const loud: ReadonlySet<Danger> = new Set(["critical", "high", "medium"]);
