import { directoryOf } from "../../kubernetes/file-names.ts";
import { identityOf } from "../../kubernetes/resource.ts";
import type { EscalationMatch } from "../access/access-change.ts";
import { describeAccess, type Grant } from "../access/access-state.ts";
import { expandRule } from "../access/atom.ts";
import type { Danger } from "../access/escalation.ts";
import { dangers } from "../access/escalation.ts";
import type { GainedAtom } from "../access/gained-access.ts";
import { type GrantLine, grantLines, listed } from "../access/grant-lines.ts";
import { type HeldAccess, heldAccess } from "../access/held-access.ts";
import { latentAccess } from "../access/latent-access.ts";
import { matchEscalations } from "../access/match-escalations.ts";
import { isPublic } from "../access/principal.ts";
import type { Scope } from "../access/scope.ts";
import { scopeKey } from "../access/scope.ts";
import { grouped } from "../exposure/grouped.ts";
import { type GrantNote, type GrantRow, type GrantScope, objectName, type Place, placeOf } from "./inventory-row.ts";
import type { InventoryView } from "./inventory-view.ts";
import { principalName, type Runner, runners } from "./runners.ts";

/**
 * Every grant that the repository makes: one subject of one binding each, the rules that it adds to built-in roles, and roles that
 * nothing here binds. What every cluster grants anyway is left out.
 */
export function grantRows(view: InventoryView): readonly GrantRow[] {
  const held = heldAccess(view.access);
  const find = runners(view);
  const bound = view.access.grants.filter(({ binding }) => binding !== undefined);
  return [
    ...bound.map((grant) => rowOf(grant, itemsOf(grant), held, find(grant), view)),
    ...feedingRows(held, view),
    ...latentRows(held, view),
  ];
}

/** Nothing is held before: an inventory tells everything that a grant amounts to, not what it adds. */
const nothingHeld: Pick<HeldAccess, "covers"> = { covers: () => false };

function itemsOf(grant: Grant): readonly GainedAtom[] {
  const { principal, scope, role } = grant;
  return (role?.rules ?? []).flatMap((rule) =>
    expandRule(rule.rule, scope).effective.map((atom) => ({ principal, scope, atom, grant, rule })),
  );
}

/** A row for each role that adds to built-in ones, since each is one object to keep or to remove. */
function feedingRows(held: HeldAccess, view: InventoryView): readonly GrantRow[] {
  const feeding = view.access.grants.filter(({ principal }) => principal.kind === "role-holders");
  const added = feeding.flatMap(itemsOf).filter(({ rule }) => rule?.resource !== undefined);
  return [...grouped(added, ({ rule }) => rule?.source ?? "")].flatMap(([source, items]) => {
    // What a role adds to `view` it adds to `edit` and `admin` as well.
    const holders = [...grouped(items, ({ principal }) => principal.key)].sort(([a], [b]) => (a < b ? -1 : 1));
    const [, own = []] = holders[0] ?? [];
    const [first] = own;
    if (!first) return [];
    const names = holders.map(([key]) => key.slice("role-holders:".length));
    const row = rowOf(
      { ...first.grant, roleKey: source },
      own,
      held,
      { workloads: [], notes: ["feeds-built-in-role"] },
      view,
    );
    const name = `every holder of ${listed(names, names.length)}`;
    return [{ ...row, principal: { kind: "role-holders", key: `role-holders:${names.join()}`, name } }];
  });
}

const ofEveryCluster = describeAccess([]);

function latentRows(held: HeldAccess, view: InventoryView): readonly GrantRow[] {
  const items = latentAccess(ofEveryCluster, view.access);
  return [...grouped(items, ({ principal }) => principal.key).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [rowOf(first.grant, group, held, { workloads: [], notes: ["not-bound"] }, view)];
  });
}

function rowOf(
  grant: Grant,
  items: readonly GainedAtom[],
  held: HeldAccess,
  { workloads, notes }: Runner,
  view: InventoryView,
): GrantRow {
  const { principal, binding, roleKey, role } = grant;
  const powers = matchEscalations(items, { ...held, ...nothingHeld }, held);
  const rights = grantLines(items.map(({ atom }) => atom));
  const power = role ? powerOf(powers, rights) : "unknown";
  const resource = binding?.resource ?? items[0]?.rule?.resource ?? role?.resources[0];
  const rolePlaces = placesOfRules(items);
  const scope = scopeOf(grant);
  const place = binding ? placeOf(binding.resource, ["subjects", binding.subject]) : rolePlaces[0];
  return {
    section: "access",
    views: [view.name],
    principal: { kind: principal.kind, key: principal.key, name: principalName(principal) },
    scope,
    role: roleName(roleKey),
    roleState: role ? (rolePlaces.length > 0 || role.resources.length > 0 ? "declared" : "built-in") : "missing",
    power,
    powers,
    rights,
    workloads,
    notes: notesOf(grant, notes),
    object: resource ? objectName(resource) : roleName(roleKey),
    place: place ?? { file: "", line: null },
    also: rolePlaces.filter(({ file }) => file !== place?.file).slice(0, mostPlaces),
    touches: { ...view.touchesOf(namespacesOf(scope)), everyNamespace: scope.kind === "cluster" },
    identity: [principal.key, scopeKey(withoutPlace(grant.scope)), roleKey, resource ? identityOf(resource) : ""],
    rank: [powerRank(power), isPublic(principal) ? 0 : 1, scope.kind === "cluster" ? 0 : 1],
  };
}

// An aggregated role may be spelled in dozens of files.
const mostPlaces = 5;

function placesOfRules(items: readonly GainedAtom[]): readonly Place[] {
  const places = items.flatMap(({ rule }) => (rule?.resource ? [placeOf(rule.resource)] : []));
  return [...new Map(places.map((place) => [`${place.file}\n${place.line}`, place])).values()];
}

/** `ClusterRole view`, `Role shop/reader`. */
function roleName(key: string): string {
  return key.replace(/^(\w+)\/+/, "$1 ");
}

function notesOf({ principal }: Grant, notes: readonly GrantNote[]): readonly GrantNote[] {
  return [
    ...notes,
    ...(isPublic(principal) ? (["public"] as const) : []),
    ...(principal.readable ? [] : (["subject-not-readable"] as const)),
  ];
}

function scopeOf({ scope, binding, role }: Grant): GrantScope {
  if (scope.kind === "cluster") return { kind: "cluster" };
  const file = (binding?.resource ?? role?.resources[0])?.file ?? "";
  return { kind: "namespace", namespace: scope.namespace ?? null, directory: directoryOf(file) };
}

function namespacesOf(scope: GrantScope): readonly string[] {
  return scope.kind === "namespace" && scope.namespace !== null ? [scope.namespace] : [];
}

/** The place is a directory, which may be renamed. */
function withoutPlace(scope: Scope): Scope {
  return scope.kind === "cluster" ? scope : { kind: "namespace", namespace: scope.namespace };
}

function powerOf(powers: readonly EscalationMatch[], rights: readonly GrantLine[]): GrantRow["power"] {
  const [worst] = powers;
  if (worst) return worst.danger;
  return rights.every(onlyReads) ? "none" : "info";
}

function onlyReads(line: GrantLine): boolean {
  return !("role" in line) && line.verbs.every((verb) => verb === "get" || verb === "list" || verb === "watch");
}

const powersInOrder: readonly (Danger | "unknown" | "none")[] = [
  "critical",
  "high",
  "unknown",
  ...dangers.slice(2),
  "none",
];

function powerRank(power: GrantRow["power"]): number {
  return powersInOrder.indexOf(power);
}
