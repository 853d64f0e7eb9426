import picomatch from "picomatch";
import type { DesiredState, View } from "./desired-state.ts";
import { directoryOf } from "./file-names.ts";
import { identityOf, type Resource } from "./resource.ts";
import { type PlacedResource, placeAfter, placeBefore } from "./views/effective-paths.ts";
import { type OverridingCopy, overridingCopies } from "./views/overriding-copies.ts";
import { ancestors, isOnlyExplaining, type Partition, partition } from "./views/partition.ts";
import { unrenderedManifests } from "./views/unrendered-manifests.ts";

export interface PolicyView {
  readonly name: string;
  /** Globs over file paths from the top of the repository. */
  readonly paths: readonly string[];
}

/**
 * What each cluster receives, before and after: the views of the policy by file path, then everything else. No view holds
 * two objects of one identity: where files collide, their directories become views of their own, and what does not
 * collide belongs to all of them. Both states are split alike, and an object that moved stays in one view.
 */
export function viewsOf(
  before: DesiredState,
  after: DesiredState,
  policyViews: readonly PolicyView[],
): readonly View[] {
  const sides: Sides = { before: placeBefore(before, after), after: placeAfter(after) };
  const matchers = policyViews.map(({ name, paths }) => ({ name, matches: picomatch([...paths], { dot: true }) }));
  // A policy view means the files themselves: what moves from one such view to another leaves the first.
  const views = matchers.flatMap(({ name, matches }) => split(name, filterSides(sides, matches)));
  const rest = filterSides(sides, (file) => !matchers.some(({ matches }) => matches(file)));
  const hasRest = rest.before.length + rest.after.length > 0 || policyViews.length === 0;
  const all = hasRest ? [...views, ...split("", rest)] : views;
  const roleFiles = filesOfRoles(after);
  const unrendered = unrenderedManifests(after);
  return all.map((view) => ({
    ...view,
    ...(roleFiles.size > 0 ? { roleFiles } : {}),
    ...(unrendered ? { unrendered } : {}),
  }));
}

/** A binding may have its role in another view, or in a namespace that only a kustomization tells. */
function filesOfRoles({ resources }: DesiredState): ReadonlyMap<string, string> {
  const roles = resources.filter(({ kind }) => kind === "Role" || kind === "ClusterRole");
  return new Map(roles.map(({ kind, name, file }) => [`${kind}/${name}`, file]));
}

interface Sides {
  readonly before: readonly PlacedResource[];
  readonly after: readonly PlacedResource[];
}

function filterSides(sides: Sides, matches: (file: string) => boolean): Sides {
  const select = ({ resource }: PlacedResource): boolean => matches(resource.file);
  return { before: sides.before.filter(select), after: sides.after.filter(select) };
}

function split(name: string, sides: Sides): readonly View[] {
  const parts = partition([sides.before, sides.after]);
  const before = byHome(sides.before, parts);
  const after = byHome(sides.after, parts);
  const copies = overridingCopies(sides.before, sides.after);
  return parts.parts.flatMap((part) => {
    const own = { before: membersOf(part, before), after: membersOf(part, after) };
    const view = { name: viewName(name, part), before: unique(own.before), after: unique(own.after) };
    return [view, ...variantViews(name, part, view, own.before), ...overriddenViews(name, part, view, copies)];
  });
}

function byHome(side: readonly PlacedResource[], partition: Partition): ReadonlyMap<string, readonly PlacedResource[]> {
  const homes = new Map<string, PlacedResource[]>();
  for (const placed of side) {
    const directory = partition.home(placed.path);
    const members = homes.get(directory);
    if (members) members.push(placed);
    else homes.set(directory, [placed]);
  }
  return homes;
}

function membersOf(part: string, homes: ReadonlyMap<string, readonly PlacedResource[]>): readonly PlacedResource[] {
  const directories = part === "" ? [""] : ["", ...ancestors(part), part];
  return directories.flatMap((directory) => homes.get(directory) ?? []);
}

/** What is left of one identity is either equal or stands in one file, where the last one counts. */
function unique(members: readonly PlacedResource[]): readonly Resource[] {
  const resources = new Map<string, Resource>();
  for (const { resource, isVariant } of members) {
    if (isVariant && !resource.onlyPods) continue;
    const identity = identityOf(resource);
    resources.set(isOnlyExplaining(resource) ? `${identity}\n${resource.file}` : identity, resource);
  }
  return [...resources.values()].sort(byPlace);
}

/**
 * Where different copies of an object became one, each copy's cluster is compared with what it receives now: the view of
 * the surviving object shows one of them, these show the others.
 */
function variantViews(name: string, part: string, view: View, members: readonly PlacedResource[]): readonly View[] {
  const kept = new Map(view.before.map((resource) => [identityOf(resource), resource]));
  const lastOfFile = new Map<string, Resource>();
  for (const { resource, isVariant } of members) {
    if (isVariant && !resource.onlyPods) lastOfFile.set(`${resource.file}\n${identityOf(resource)}`, resource);
  }
  const variants = new Map<string, Map<string, Resource>>();
  for (const resource of [...lastOfFile.values()].sort(byPlace)) {
    const identity = identityOf(resource);
    const other = kept.get(identity);
    if (other && JSON.stringify(other.data) === JSON.stringify(resource.data)) continue;
    const directory = directoryOf(resource.file);
    const origin = variants.get(directory)?.has(identity) ? resource.file : directory;
    const group = variants.get(origin) ?? new Map<string, Resource>();
    variants.set(origin, group.set(identity, resource));
  }
  return [...variants].map(([origin, resources]) => ({
    name: viewName(name, `${origin || "."} → ${part || "."}`),
    before: [...new Map([...kept, ...resources]).values()].sort(byPlace),
    after: view.after,
  }));
}

/** A copy that appears beside an object may be applied over it: what the cluster would then have is a view of its own. */
function overriddenViews(name: string, part: string, view: View, copies: readonly OverridingCopy[]): readonly View[] {
  if (copies.length === 0) return [];
  const files = new Map(view.after.map((resource) => [identityOf(resource), resource.file]));
  const byFile = new Map<string, Map<string, Resource>>();
  for (const { over, copy } of copies) {
    if (files.get(identityOf(copy)) !== over) continue;
    const group = byFile.get(copy.file) ?? new Map<string, Resource>();
    byFile.set(copy.file, group.set(identityOf(copy), copy));
  }
  return [...byFile].map(([file, resources]) => ({
    name: viewName(name, `${file} → ${part || "."}`),
    before: view.before,
    after: view.after.map((resource) => resources.get(identityOf(resource)) ?? resource).sort(byPlace),
  }));
}

function viewName(name: string, part: string): string {
  if (name === "") return part;
  return part === "" ? name : `${name}: ${part}`;
}

/** By file, then by identity: what is made of objects does not depend on the order in which they were read. */
export function byPlace(a: Resource, b: Resource): number {
  const [left, right] = [`${a.file}\n${identityOf(a)}`, `${b.file}\n${identityOf(b)}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
