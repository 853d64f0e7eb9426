import type { EscalationMatch } from "./access-change.ts";
import type { Atom } from "./atom.ts";
import { dangers, type Escalation, meets, meetsNeed, needsOf, type Reach, reachOf } from "./escalation.ts";
import { escalations } from "./escalations/index.ts";
import type { GainedAtom } from "./gained-access.ts";
import type { HeldAccess } from "./held-access.ts";
import { clusterScope } from "./scope.ts";

/**
 * The escalations that gained rights make possible, the most dangerous first. What a principal could do before does not
 * count: of `get` widened to `*`, only what `get` did not give yet.
 */
export function matchEscalations(
  items: readonly GainedAtom[],
  before: HeldAccess,
  after: HeldAccess,
): readonly EscalationMatch[] {
  const touching = new Map<Escalation, { readonly item: GainedAtom; readonly piece: Atom }[]>();
  const candidates = remembering(touchingKind);
  for (const item of items)
    for (const escalation of candidates(item.atom))
      for (const piece of meets(escalation, item.atom, item.scope)) {
        if (before.covers(item.principal, item.scope, piece)) continue;
        const list = touching.get(escalation);
        if (list) list.push({ item, piece });
        else touching.set(escalation, [{ item, piece }]);
      }
  const matches = [...touching].flatMap(([escalation, pieces]) => {
    const found = pieces.filter(({ item }) => escalation.match !== "all" || allNeedsMet(escalation, item, after));
    const match = strongest(escalation, found, after);
    return match ? [match] : [];
  });
  return matches.sort((a, b) => byDanger(a, b) || (a.id < b.id ? -1 : 1));
}

export function byDanger(a: Pick<EscalationMatch, "danger">, b: Pick<EscalationMatch, "danger">): number {
  return dangers.indexOf(a.danger) - dangers.indexOf(b.danger);
}

type Piece = { readonly item: GainedAtom; readonly piece: Atom };

function strongest(escalation: Escalation, pieces: readonly Piece[], after: HeldAccess): EscalationMatch | undefined {
  const reaches = new Set(
    pieces.map(({ item, piece }) =>
      escalation.match === "all" ? reachOfAllNeeds(escalation, item, after) : reachOf(escalation, piece, item.scope),
    ),
  );
  const effective = byWidth.filter((reach) => reaches.has(reach));
  const [best] = effective.flatMap((reach) => withDanger(escalation, reach)).sort(byDanger);
  if (!best) return;
  const named = pieces.flatMap(({ piece }) => (piece.kind === "resource" && piece.name !== null ? [piece.name] : []));
  return {
    id: escalation.id,
    family: escalation.family,
    allows: escalation.allows,
    ...best,
    names: best.reach === "named" ? [...new Set(named)].sort() : [],
    concernsCluster: escalation.danger.namespace === null || pieces.every(isAboutCluster),
    onlyByWildcard: pieces.every(({ item }) => grantsEveryResource(item.atom)),
  };
}

const byWidth = ["cluster", "namespace", "named"] as const;

/** What takes several rights goes as far as the narrowest of them. */
function reachOfAllNeeds(escalation: Escalation, { principal, scope }: GainedAtom, after: HeldAccess): Reach {
  const atoms = [...after.atoms(principal, scope)];
  const widths = needsOf(escalation).map((need) => {
    const pieces = atoms.flatMap((atom) => meetsNeed(escalation, need, atom));
    const reaches = new Set(pieces.map((piece) => reachOf(escalation, piece, scope)));
    return byWidth.findIndex((reach) => reaches.has(reach));
  });
  return byWidth[Math.max(...widths)] ?? scope.kind;
}

/** Namespaces "in every namespace" are just namespaces. */
function isAboutCluster({ item, piece }: Piece): boolean {
  if (item.scope.kind !== "cluster" || piece.kind !== "resource" || piece.group !== "") return false;
  return piece.resource.split("/", 1)[0] === "namespaces";
}

function withDanger({ danger }: Escalation, reach: Reach) {
  const found = danger[reach];
  return found === null ? [] : [{ reach, danger: found }];
}

function grantsEveryResource(atom: Atom): boolean {
  return atom.kind === "resource" && atom.group === "*" && atom.resource === "*";
}

function allNeedsMet(escalation: Escalation, { principal, scope }: GainedAtom, after: HeldAccess): boolean {
  const atoms = [...after.atoms(principal, scope)];
  return needsOf(escalation).every((need) => atoms.some((atom) => meetsNeed(escalation, need, atom).length > 0));
}

type Candidates = (atom: Atom) => readonly Escalation[];

/** Large roles hold many verbs and names of each resource. */
function remembering(find: Candidates): Candidates {
  const known = new Map<string, Map<string, readonly Escalation[]>>();
  return (atom) => {
    if (atom.kind !== "resource") return find(atom);
    const ofGroup = known.get(atom.group) ?? new Map<string, readonly Escalation[]>();
    known.set(atom.group, ofGroup);
    const found = ofGroup.get(atom.resource) ?? find(atom);
    ofGroup.set(atom.resource, found);
    return found;
  };
}

/** The escalations that are about the group and resource of an atom at all, whatever the verb and the name. */
function touchingKind(atom: Atom): readonly Escalation[] {
  if (atom.kind === "resource" && isFresh(atom)) return touchingAnyKind;
  const some = mayTouch(atom);
  if (atom.kind !== "resource" || some.length > patterns.length) return some;
  const anything = { ...atom, verb: "*", name: null };
  return some.filter((one) => one.match === "partial-wildcard" || meets(one, anything, clusterScope).length > 0);
}

/** Most atoms name a group and a resource that few escalations are about: the others need no closer look. */
function mayTouch(atom: Atom): readonly Escalation[] {
  if (atom.kind !== "resource" || atom.resource.includes("*") || atom.group === "*") return escalations;
  const patterns = patternsByGroup.get(atom.group) ?? patternsOfOtherGroups;
  const named = byResource.get(atom.resource);
  return named ? [...named, ...patterns] : patterns;
}

const isPattern = (escalation: Escalation) =>
  needsOf(escalation).some(({ resources }) => resources.length === 0 || resources.some((name) => name.includes("*")));

const groupsOf = (escalation: Escalation) => needsOf(escalation).flatMap(({ apiGroups }) => apiGroups);

/** What needs every resource at once is out of reach of an atom that names one. */
const needsEverything = ({ match }: Escalation) =>
  match === "all-verbs-and-resources" || match === "some-verb-on-everything";

const patterns: readonly Escalation[] = escalations.filter((one) => isPattern(one) && !needsEverything(one));

const patternsOfOtherGroups = patterns.filter((escalation) => groupsOf(escalation).includes("*"));

const patternsByGroup: ReadonlyMap<string, readonly Escalation[]> = new Map(
  patterns.flatMap(groupsOf).map((group) => {
    const touching = patterns.filter((escalation) => groupsOf(escalation).some((one) => one === "*" || one === group));
    return [group, touching];
  }),
);

const byResource: ReadonlyMap<string, ReadonlySet<Escalation>> = (() => {
  const found = new Map<string, Set<Escalation>>();
  for (const escalation of escalations)
    if (!isPattern(escalation))
      for (const name of needsOf(escalation).flatMap(({ resources }) => resources))
        found.set(name, (found.get(name) ?? new Set()).add(escalation));
  return found;
})();

/** Whether no escalation names the group, the resource or the subresource. */
function isFresh({ group, resource }: Extract<Atom, { kind: "resource" }>): boolean {
  if (group === "*" || resource.includes("*") || resource.includes("/")) return false;
  return !patternsByGroup.has(group) && !byResource.has(resource);
}

/** The escalations that are about every resource of every group. */
const touchingAnyKind: readonly Escalation[] = patternsOfOtherGroups.filter((escalation) => {
  const fresh = { kind: "resource", group: "fresh.example", resource: "fresh", verb: "*", name: null } as const;
  return escalation.match === "partial-wildcard" || meets(escalation, fresh, clusterScope).length > 0;
});
