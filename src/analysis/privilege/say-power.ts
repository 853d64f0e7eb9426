import type { EscalationMatch } from "../access/access-change.ts";
import { grantLines, listed, sayLine, sayRole } from "../access/grant-lines.ts";
import type { Power } from "./account-power.ts";

const maxListed = 4;

/** What an account allows as the end of "which can …"; undefined if it allows nothing. */
export function sayPower({ items, escalations }: Power): string | undefined {
  if (items.length === 0) return undefined;
  const telling = tellingOf(escalations);
  const [worst] = telling;
  const roles = items.flatMap(({ atom }) => (atom.kind === "opaque" ? [atom.role] : []));
  const hidden =
    roles.length > 0 ? `do whatever ${listed([...new Set(roles)].map(sayRole), maxListed)} allows` : undefined;
  if (!worst) return hidden ?? listed(grantLines(items.map(({ atom }) => atom)).map(sayLine), 2, "; ");
  const powers = listed([...new Set(telling.map(({ allows }) => allows))], maxListed);
  return `${powers}${reachOf(worst, items)}${hidden ? `, and ${hidden}` : ""}`;
}

/** Without what a wider statement says already. */
function tellingOf(escalations: readonly EscalationMatch[]): readonly EscalationMatch[] {
  const everything = escalations.filter(({ family }) => family === "cluster-admin");
  if (everything.length > 0) return everything;
  const isWildcard = escalations.some(({ family }) => family === "wildcard");
  return escalations.filter(
    (match) =>
      match.family !== "minor" &&
      match.family !== "partial-wildcard" &&
      (match.family === "wildcard" || !(isWildcard && match.onlyByWildcard)),
  );
}

function reachOf({ reach, names, concernsCluster }: EscalationMatch, items: Power["items"]): string {
  if (reach === "named")
    return ` named ${listed(
      names.map((name) => `\`${name}\``),
      maxListed,
    )}`;
  if (concernsCluster) return "";
  if (reach === "cluster") return " in every namespace";
  const namespaces = new Set(
    items.flatMap(({ scope }) => (scope.kind === "namespace" && scope.namespace ? [`\`${scope.namespace}\``] : [])),
  );
  if (namespaces.size === 0) return " in the namespace that it is applied to";
  return ` in namespace${namespaces.size === 1 ? "" : "s"} ${listed([...namespaces].sort(), maxListed)}`;
}
