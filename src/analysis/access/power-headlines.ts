import type { EscalationMatch, Headline } from "./access-change.ts";
import type { Danger, Family } from "./escalation.ts";
import { escalations } from "./escalations/index.ts";
import { groupBy } from "./group-by.ts";
import { byDanger } from "./match-escalations.ts";

/** So many are told one by one; the rest is mentioned with them. */
const maxPowers = 3;

/** Who may change routes and network policies is told always, however much else was gained. */
export const alwaysTold: ReadonlySet<Family> = new Set(["network-control"]);

/** What gained rights amount to, by families of escalations. */
export function powers(matches: readonly EscalationMatch[]): readonly Headline[] {
  const isWildcard = matches.some(({ family }) => family === "wildcard");
  const said = matches
    .filter((match) => match.family === "wildcard" || !(isWildcard && match.onlyByWildcard))
    .filter(({ id, reach }) => !matches.some((one) => one.reach === reach && one.id === saidBy.get(id)));
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
  const also = sorted.filter((one) => !told.includes(one)).flatMap(([, found]) => found.map(({ allows }) => allows));
  return told.map(([family, found], index) => {
    return { kind: "power", family, matches: found, also: index === 0 ? also : [] };
  });
}

const saidBy: ReadonlyMap<string, string | undefined> = new Map(escalations.map(({ id, saidBy: by }) => [id, by]));

const loud: ReadonlySet<Danger> = new Set(["critical", "high", "medium"]);
