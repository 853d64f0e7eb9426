import type { Headline } from "./access-change.ts";
import type { Atom } from "./atom.ts";
import { replacedSubjects, retargetedFrom } from "./binding-history.ts";
import type { Comparison } from "./comparison.ts";
import { listed, sayRole } from "./grant-lines.ts";
import { isNeverMatchedAnywhere, misreadRight, neverMatched } from "./misread-rights.ts";
import type { Share } from "./shares-by-cause.ts";

/** How rights are given, as clauses for the end of the sentence about them; nothing that a headline says already. */
export function remarksOn(
  shares: readonly [Share, ...Share[]],
  headlines: readonly Headline[],
  comparison: Comparison,
): readonly string[] {
  const told = new Set(headlines.map(({ kind }) => kind));
  return [
    ...(told.has("retargeted") ? [] : retargeting(shares, comparison)),
    ...replacement(shares, comparison),
    ...readByName(shares, comparison),
    ...(told.has("misread") || tellsWithoutNames(headlines) ? [] : misreadings(shares, comparison)),
  ];
}

/** Whether powers are told that no name limits: what names mean to other rights is not what the sentence is about. */
function tellsWithoutNames(headlines: readonly Headline[]): boolean {
  const powers = headlines.flatMap((one) => (one.kind === "power" ? one.matches : []));
  return powers.length > 0 && powers.every(({ reach }) => reach !== "named");
}

/** Why rights are not what they seem, each reason once. */
export function misreadings(shares: readonly Share[], { withoutEffect }: Comparison): readonly string[] {
  const usable = shares.flatMap(({ items }) => items.map(({ atom }) => misreadRight(atom)));
  const unusable = shares.flatMap(({ holder, cause }) =>
    (withoutEffect.get(holder.principal.key) ?? [])
      .filter(({ atom, rule }) => isNeverMatchedAnywhere(atom) && rule?.resource === cause.resource)
      .map(({ atom }) => neverMatched(atom)),
  );
  return [...new Set([...usable, ...unusable])].filter((one) => one !== undefined).sort();
}

/** Who may list Secrets needs to know no names: more than before, but not all of it is new. */
function readByName(shares: readonly Share[], { heldBefore }: Comparison): readonly string[] {
  const ofSecrets = shares.flatMap(({ holder: { principal, scope }, items }) =>
    items.flatMap(({ atom }) => (isOfSecrets(atom) ? [{ principal, scope, atom }] : [])),
  );
  const could = ofSecrets.every(({ principal, scope, atom }) =>
    heldBefore.covers(principal, scope, { ...atom, verb: "get" }),
  );
  return ofSecrets.length > 0 && could ? ["each of these Secrets could be read by its name before"] : [];
}

function isOfSecrets(atom: Atom): atom is Extract<Atom, { kind: "resource" }> {
  const isRead = atom.kind === "resource" && ["get", "list", "watch"].includes(atom.verb);
  return isRead && atom.group === "" && atom.resource === "secrets";
}

function retargeting(shares: readonly [Share, ...Share[]], { before }: Comparison): readonly string[] {
  const roles = new Set(shares.map((share) => retargetedFrom(share, before)).filter((role) => role !== undefined));
  if (roles.size === 0) return [];
  const { kind, name } = shares[0].cause.resource;
  return [
    `${kind} \`${name}\` referred to ${listed([...roles].sort().map(sayRole), 3)} before, which Kubernetes lets nobody change in place`,
  ];
}

/** Whether a group that takes the place of a person is more or fewer people cannot be told here. */
function replacement(shares: readonly [Share, ...Share[]], { after, before }: Comparison): readonly string[] {
  const [{ holder }] = shares;
  const other = holder.principal.kind === "group" ? "user" : "group";
  if (holder.principal.kind !== "group" && holder.principal.kind !== "user") return [];
  const replaced = shares
    .flatMap((share) => replacedSubjects(share, after, before))
    .filter(({ kind }) => kind === other);
  if (replaced.length === 0) return [];
  const names = listed([...new Set(replaced.map(({ display }) => display))].sort(), 3);
  return [`in place of ${names}; who belongs to the group is decided elsewhere`];
}
