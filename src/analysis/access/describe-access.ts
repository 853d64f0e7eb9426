import type { AccessChange, EscalationMatch, Headline, Holder } from "./access-change.ts";
import type { Danger, Family, Reach } from "./escalation.ts";
import { type GrantLine, listed, sayLine } from "./grant-lines.ts";
import { accountOf } from "./principal.ts";

/** The headline of a kind, if the change has it. */
export function headline<K extends Headline["kind"]>(
  change: AccessChange,
  kind: K,
): Extract<Headline, { kind: K }> | undefined {
  return change.headlines.find((one): one is Extract<Headline, { kind: K }> => one.kind === kind);
}

/** What a rule for one family of escalations says, with how far it reaches as the case; undefined if it has nothing to say. */
export function tellPower(change: AccessChange, family: Family): { message: string; case: Reach } | undefined {
  const found = change.headlines.find((one) => one.kind === "power" && one.family === family);
  const worst = found?.kind === "power" ? found.matches[0] : undefined;
  if (found?.kind !== "power" || !worst) return;
  const powers = listed([...new Set(found.matches.map(({ allows }) => allows))], maxListed);
  const place = worst.concernsCluster ? "" : where(change);
  const also = found.also.length > 0 ? `, and also ${listed(found.also, maxListed)}` : "";
  const message = `${who(change)} can now ${powers}${names(worst)}${place}${also}${remarks(change)}`;
  return { message, case: worst.reach };
}

/** The principals as the beginning of a sentence. */
export function who({ holders }: AccessChange): string {
  const shown = listed([...new Set(holders.map(({ principal }) => principal.display))], maxListed);
  return shown.charAt(0).toUpperCase() + shown.slice(1);
}

/** The namespaces as the end of a sentence, with a leading space. */
export function where({ holders }: AccessChange): string {
  // Holders of a role of Kubernetes have it wherever they are bound to it.
  if (holders.every(isEverywhereAnyway)) return "";
  if (holders.some(({ scope }) => scope.kind === "cluster")) return " in every namespace";
  const namespaces = [...new Set(holders.map(namespaceOf))];
  const stated = namespaces
    .filter((name) => name !== undefined)
    .map((name) => `\`${name}\``)
    .sort();
  const own = holders.every(isInOwnNamespace) && namespaces.length > 1 ? ", each in its own" : "";
  const parts = namespaces.includes(undefined) ? [...stated, "the one that it is applied to"] : stated;
  if (stated.length === 0) return " in the namespace that it is applied to";
  return ` in namespace${parts.length === 1 ? "" : "s"} ${listed(parts, maxListed)}${own}`;
}

/** What was gained or lost as the end of "can now …". */
export function rights({ lines }: AccessChange): string {
  return lines.some(isEverything) ? "do everything" : listed(lines.map(sayLine), readable(lines.map(sayLine)), "; ");
}

/** How many of the phrases fit into a sentence that somebody reads to its end, one at least. */
function readable(phrases: readonly string[]): number {
  const fits = (count: number) => phrases.slice(0, count).join("; ").length <= maxLetters;
  let count = Math.min(phrases.length, maxListed);
  while (count > 1 && !fits(count)) count--;
  return count;
}

/** How the rights are given, as the end of a sentence about them; empty where there is nothing to say. */
export function remarks({ remarks = [] }: AccessChange): string {
  return remarks.map((remark) => `; ${remark}`).join("");
}

/** Whether an event about the rights themselves tells the change; else the one about who got them has to. */
export function tellsRights({ headlines }: AccessChange): boolean {
  return headlines.some(({ kind }) => !aboutWho.has(kind));
}

const aboutWho: ReadonlySet<Headline["kind"]> = new Set(["public", "individual", "default-account", "cross-zone"]);

/**
 * What is to be said about who got rights: beside the rights where no event about them tells these, and only one does. `alone` is
 * what is said without them, where the other words would not tell that anything changed.
 */
export function tellWho(change: AccessChange, kind: Headline["kind"], form: string, alone: string = form): string {
  if (tellsRights(change) || change.headlines[0]?.kind !== kind) return `${alone}${where(change)}`;
  return `${who(change)} can now ${powersOrRights(change)}${where(change)}${remarks(change)}; ${form}`;
}

/** Whether any of the rights gives more than it says. */
export function isPowerful({ kind, escalations }: AccessChange): boolean {
  return kind === "opaque" || escalations.some(({ family }) => family !== "minor");
}

/** The most dangerous things that the rights amount to, or the rights themselves. */
export function powersOrRights(change: AccessChange): string {
  // That a wildcard was used tells less than what it stands for.
  const telling = change.escalations.filter(({ family }) => family !== "minor" && family !== "partial-wildcard");
  const [worst] = telling;
  if (!worst) return rights(change);
  const limit = telling.every(({ reach }) => reach === "named") ? names(worst) : "";
  return listed([...new Set(networkFirst(telling).map(({ allows }) => allows))], maxListed) + limit;
}

/** Who may change routes and network policies is what maintainers are designated for: that is never among "and 15 more". */
function networkFirst(matches: readonly EscalationMatch[]): readonly EscalationMatch[] {
  const isNetwork = ({ family }: EscalationMatch) => family === "network-control";
  return [
    ...matches.slice(0, 1),
    ...matches.slice(1).filter(isNetwork),
    ...matches.slice(1).filter((one) => !isNetwork(one)),
  ];
}

const maxListed = 4;

const maxLetters = 220;

/** Which documented case of a rule a danger falls in: loud, or with nothing dangerous in it. */
export function caseOfDanger(danger: Danger | undefined): Danger | "harmless" {
  return danger ?? "harmless";
}

function isEverything(line: GrantLine): boolean {
  if (!("resources" in line) || line.names !== null) return false;
  return [line.verbs, line.groups, line.resources].every((values) => values.includes("*"));
}

function names({ names }: EscalationMatch): string {
  return names.length === 0
    ? ""
    : ` named ${listed(
        names.map((name) => `\`${name}\``),
        maxListed,
      )}`;
}

/** Accounts of several namespaces are told together; none of them has the rights in the namespace of another. */
function isInOwnNamespace({ principal, scope }: Holder): boolean {
  return scope.kind === "namespace" && accountOf(principal)?.namespace === scope.namespace;
}

function isEverywhereAnyway({ principal, scope }: Holder): boolean {
  return principal.kind === "role-holders" || (principal.kind === "unbound-role" && scope.kind === "cluster");
}

function namespaceOf({ scope }: Holder): string | undefined {
  return scope.kind === "namespace" ? scope.namespace : undefined;
}
