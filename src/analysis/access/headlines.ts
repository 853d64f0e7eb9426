import { identityOf } from "../../kubernetes/resource.ts";
import type { EscalationMatch, Headline } from "./access-change.ts";
import { isAddedSubject, retargetedFrom } from "./binding-history.ts";
import type { Cause } from "./cause.ts";
import { isOfCluster } from "./cluster-scoped-resources.ts";
import type { Comparison } from "./comparison.ts";
import type { GainedAtom } from "./gained-access.ts";
import type { HeldAccess } from "./held-access.ts";
import { isNeverMatchedAnywhere, misreadRight, neverMatched } from "./misread-rights.ts";
import { alwaysTold, powers } from "./power-headlines.ts";
import { misreadings } from "./remarks.ts";
import { namespaceOfKey } from "./scope.ts";
import type { Share } from "./shares-by-cause.ts";
import { whoHeadlines } from "./who-headlines.ts";

/** What to say about rights that principals gained. One event per headline, so the list is short. */
export function headlinesOf(
  shares: readonly [Share, ...Share[]],
  escalations: readonly EscalationMatch[],
  comparison: Comparison,
): readonly Headline[] {
  const [{ cause }] = shares;
  const items = shares.flatMap((share) => share.items);
  if (items.some(({ principal }) => principal.kind === "role-holders")) return [widenedRole(items, escalations, cause)];
  const who = whoHeadlines(shares, comparison);
  if (items.some(({ atom }) => atom.kind === "opaque")) return [...who, dangling(items, comparison.roleFiles)];
  const rights = strongest(shares, items, escalations, comparison);
  // Whoever may do everything is told as that: who it is stands in the same sentence.
  const isTold = rights.some(({ kind }) => kind === "cluster-admin");
  return [...who.filter(({ kind }) => !isTold || kind === "public" || kind === "cross-zone"), ...rights];
}

/** A statement that includes the others stands alone. */
function strongest(
  shares: readonly [Share, ...Share[]],
  items: readonly GainedAtom[],
  escalations: readonly EscalationMatch[],
  comparison: Comparison,
): readonly Headline[] {
  const [{ cause }] = shares;
  if (escalations.some(({ family }) => family === "cluster-admin")) return [{ kind: "cluster-admin" }];
  if (items.every(({ atom }) => atom.kind === "resource" && atom.name === "*"))
    return [{ kind: "misread", why: misreadings(shares, comparison), isAnywhere: true }];
  const roles = [...new Set(items.map(({ grant }) => grant.roleKey))];
  if (cause.kind === "binding" && escalations.length > 0 && roles.every((role) => builtinAdmins.has(role)))
    return [{ kind: "builtin-admin", roles: roles.map((role) => role.slice("ClusterRole/".length)) }];
  const danger = escalations[0]?.danger;
  const namespaces = heldInNamespaces(items, comparison.heldBefore);
  if (namespaces) return [{ kind: "scope-widened", from: namespaces, danger }];
  const names = heldByName(items, comparison.heldBefore);
  if (names) return [{ kind: "names-dropped", from: names, danger }];
  return throughBinding(shares, escalations, comparison);
}

/** What came of the rights of a role that was there before, and is told by what happened to the binding. */
function throughBinding(
  shares: readonly [Share, ...Share[]],
  escalations: readonly EscalationMatch[],
  comparison: Comparison,
): readonly Headline[] {
  const told = powers(escalations);
  const binding = bindingName(shares);
  const network = told.filter((one) => one.kind === "power" && alwaysTold.has(one.family));
  const danger = escalations.find(({ family }) => !alwaysTold.has(family))?.danger;
  const isPrivileged = danger === "critical" || danger === "high";
  const from = shares.flatMap((share) => retargetedFrom(share, comparison.before) ?? []);
  if (from.length === shares.length && (isPrivileged || told.length === 0))
    return [{ kind: "retargeted", binding, from: [...new Set(from)].sort(), danger }, ...network];
  if (isPrivileged && shares.every((share) => isAddedSubject(share, comparison.before)))
    return [{ kind: "subject-added", binding, danger }, ...network];
  if (told.length > 0) return told;
  const why = misreadings(shares, comparison);
  const isAllMisread = shares.every(({ items }) => items.every(({ atom }) => misreadRight(atom) !== undefined));
  return isAllMisread ? [{ kind: "misread", why, isAnywhere: true }] : [];
}

function bindingName([{ cause }]: readonly [Share, ...Share[]]): string {
  return `${cause.resource.kind} \`${cause.resource.name}\``;
}

/**
 * Kubernetes refuses the update of a binding that refers to another role, so what it no longer grants stays. The many rights
 * of a role that everybody knows are told by its name, if the binding to it is what went away.
 */
export function lostHeadlines(shares: readonly [Share, ...Share[]], comparison: Comparison): readonly Headline[] {
  const [{ cause }] = shares;
  const items = shares.flatMap((share) => share.items);
  const to = shares.flatMap((share) => retargetedFrom(share, comparison.after) ?? []);
  if (to.length === shares.length && !shares.some((share) => gainsToo(share, comparison)))
    return [{ kind: "retargeted", binding: bindingName(shares), from: roleKeys(items), danger: undefined }];
  const grants = new Set(items.map(({ grant }) => grant));
  const isWhole = [...grants].every(({ role }) => role?.isBuiltin && role.resources.length === 0);
  if (cause.kind !== "binding" || !isWhole) return [];
  const roles = [...grants].map(({ roleKey }) => roleKey.replace(/^\w+\//, ""));
  return [{ kind: "builtin-lost", roles: [...new Set(roles)].sort() }];
}

/** Rights that look like rights and are none. */
export function ineffectiveHeadlines(shares: readonly [Share, ...Share[]]): readonly Headline[] {
  const atoms = shares.flatMap(({ items }) => items.map(({ atom }) => atom));
  const why = [...new Set(atoms.map(neverMatched))].sort();
  return [{ kind: "misread", why, isAnywhere: atoms.some(isNeverMatchedAnywhere) }];
}

function gainsToo({ cause }: Share, { gainingBindings }: Comparison): boolean {
  return gainingBindings.has(identityOf(cause.resource));
}

function roleKeys(items: readonly GainedAtom[]): readonly string[] {
  return [...new Set(items.map(({ grant }) => grant.roleKey))].sort();
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
    const written = [...before.writtenInNamespaces(principal)].filter(([, set]) => set.covers(atom));
    if (written.length === 0) return;
    for (const [namespace] of written) namespaces.add(namespaceOfKey(namespace));
  }
  return [...namespaces].sort();
}

/** The names for which the principals held every one of the atoms; undefined if one is new altogether. */
function heldByName(items: readonly GainedAtom[], before: HeldAccess): readonly string[] | undefined {
  const names = new Set<string>();
  for (const { principal, scope, atom } of items) {
    if (atom.kind !== "resource" || atom.name !== null) return;
    const held = [...before.own(principal, scope).namesOf(atom)];
    if (held.length === 0) return;
    for (const name of held) names.add(name);
  }
  return [...names].sort();
}
