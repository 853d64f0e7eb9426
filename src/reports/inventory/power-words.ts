import type { EscalationMatch } from "../../analysis/access/access-change.ts";
import { listed } from "../../analysis/access/grant-lines.ts";

const mostPowers = 6;

/** What powers amount to, as the end of "can …": the worst first, without what another one says already. */
export function powerWords(powers: readonly EscalationMatch[]): string {
  const everything = powers.find(({ family }) => family === "cluster-admin");
  if (everything) return everything.allows;
  const isWildcard = powers.some(({ family }) => family === "wildcard");
  const said = powers.filter(({ family, onlyByWildcard }) => family === "wildcard" || !(isWildcard && onlyByWildcard));
  // That a wildcard was used tells less than what it stands for.
  const telling = said.filter(({ family }) => family !== "partial-wildcard");
  const shown = (telling.length > 0 ? telling : said).map(({ allows, names }) => {
    return names.length === 0 ? allows : `${allows} (${listed(names, 3)})`;
  });
  return listed([...new Set(shown)], mostPowers);
}
