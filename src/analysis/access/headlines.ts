import type { EscalationMatch, Headline } from "./access-change.ts";
import type { Atom } from "./atom.ts";
import type { Cause } from "./cause.ts";
import { isOfCluster } from "./cluster-scoped-resources.ts";
import type { Danger, Family } from "./escalation.ts";
import type { GainedAtom } from "./gained-access.ts";
import { groupBy } from "./group-by.ts";
import type { HeldAccess } from "./held-access.ts";
import { byDanger } from "./match-escalations.ts";
import { isPublic } from "./principal.ts";
import { clusterScopeKey, namespaceOfKey } from "./scope.ts";

/** What to say about rights that principals gained. One event per headline, so the list is short. */
export function headlinesOf(
  items: readonly GainedAtom[],
  escalations: readonly EscalationMatch[],
  cause: Cause,
  before: HeldAccess,
  roleFiles: ReadonlyMap<string, string>,
): readonly Headline[] {
  if (items.some(({ atom }) => atom.kind === "opaque")) return [dangling(items, roleFiles)];
  if (items.some(({ principal }) => principal.kind === "role-holders")) return [widenedRole(items, escalations, cause)];
  const everybody: readonly Headline[] = items.some(({ principal }) => isPublic(principal)) ? [{ kind: "public" }] : [];
  return [...everybody, ...strongest(items, escalations, cause, before)];
}

/** A statement that includes the others stands alone. */
function strongest(
  items: readonly GainedAtom[],
  escalations: readonly EscalationMatch[],
  cause: Cause,
  before: HeldAccess,
): readonly Headline[] {
  if (escalations.some(({ family }) => family === "cluster-admin")) return [{ kind: "cluster-admin" }];
  const roles = [...new Set(items.map(({ grant }) => grant.roleKey))];
  if (cause.kind === "binding" && escalations.length > 0 && roles.every((role) => builtinAdmins.has(role)))
    return [{ kind: "builtin-admin", roles: roles.map((role) => role.slice("ClusterRole/".length)) }];
  const danger = escalations[0]?.danger;
  const namespaces = heldInNamespaces(items, before);
  if (namespaces) return [{ kind: "scope-widened", from: namespaces, danger }];
  const names = heldByName(items, before);
  if (names) return [{ kind: "names-dropped", from: names, danger }];
  return powers(escalations);
}

/** The many rights of a role that everybody knows are told by its name, if the binding to it is what went away. */
export function lostHeadlines(side: string, items: readonly GainedAtom[], cause: Cause): readonly Headline[] {
  const grants = new Set(items.map(({ grant }) => grant));
  const isWhole = [...grants].every(({ role }) => role?.isBuiltin && role.resources.length === 0);
  if (side !== "lost" || cause.kind !== "binding" || !isWhole) return [];
  const roles = [...grants].map(({ roleKey }) => roleKey.replace(/^\w+\//, ""));
  return [{ kind: "builtin-lost", roles: [...new Set(roles)].sort() }];
}

const builtinAdmins = new Set(["ClusterRole/admin", "ClusterRole/edit"]);

function dangling(items: readonly GainedAtom[], roleFiles: ReadonlyMap<string, string>): Headline {
  const roles = items.flatMap(({ atom }) => (atom.kind === "opaque" ? [atom.role] : []));
  const namesakes = roles.flatMap((role) => roleFiles.get(role.replace(/^Role\/[^/]*\//, "Role/")) ?? []);
  return { kind: "dangling", roles: [...new Set(roles)].sort(), namesakes: [...new Set(namesakes)].sort() };
}

function widenedRole(items: readonly GainedAtom[], escalations: readonly EscalationMatch[], cause: Cause): Headline {
  const isAggregated = items.some(({ rule, grant }) => rule && rule.source !== grant.roleKey);
  if (!isAggregated && cause.kind === "role") return { kind: "builtin-role" };
  const everything = escalations.some(({ family }) => family === "cluster-admin");
  return { kind: "aggregation", everything, danger: escalations[0]?.danger };
}

/** The namespaces in which the principals held every one of the atoms, written down if not effective; else undefined. */
function heldInNamespaces(items: readonly GainedAtom[], before: HeldAccess): readonly string[] | undefined {
  // An object that is in no namespace was never a matter of one.
  if (items.every(({ atom }) => atom.kind === "resource" && isOfCluster(atom.group, atom.resource))) return;
  const namespaces = new Set<string>();
  for (const { principal, scope, atom } of items) {
    if (scope.kind !== "cluster") return;
    const written = [...before.written(principal)].filter(([key, set]) => key !== clusterScopeKey && set.covers(atom));
    if (written.length === 0) return;
    for (const [namespace] of written) namespaces.add(namespaceOfKey(namespace));
  }
  return [...namespaces].sort();
}

/** The names for which the principals held every one of the atoms; undefined if one is new altogether. */
function heldByName(items: readonly GainedAtom[], before: HeldAccess): readonly string[] | undefined {
  const names = new Set<string>();
  for (const { principal, scope, atom } of items) {
    const held = [...before.own(principal, scope).values()].flatMap((one) => nameFor(one, atom));
    if (held.length === 0) return;
    for (const name of held) names.add(name);
  }
  return [...names].sort();
}

function nameFor(held: Atom, gained: Atom): readonly string[] {
  if (held.kind !== "resource" || gained.kind !== "resource" || gained.name !== null || held.name === null) return [];
  const isSame = held.group === gained.group && held.resource === gained.resource && held.verb === gained.verb;
  return isSame ? [held.name] : [];
}

/** So many are told one by one; the rest is mentioned with them. */
const maxPowers = 3;

/** Who may change routes and network policies is told always, however much else was gained. */
const alwaysTold: ReadonlySet<Family> = new Set(["network-control"]);

function powers(escalations: readonly EscalationMatch[]): readonly Headline[] {
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
