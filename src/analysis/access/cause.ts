import type { Location } from "../../kubernetes/location.ts";
import { type FieldPath, identityOf, type Resource } from "../../kubernetes/resource.ts";
import type { AccessState } from "./access-state.ts";
import { bindingIn } from "./binding-in.ts";
import type { GainedAtom } from "./gained-access.ts";
import type { ResolvedRole, SourcedRule } from "./resolve-roles.ts";
import { scopeKey } from "./scope.ts";

/** The object whose difference between the states gives an atom, and where in it. */
export interface Cause {
  readonly resource: Resource;
  readonly kind: "role" | "binding" | "aggregation" | "labels";
}

/** `own` has the atom and `other` does not: a binding that both have cannot be the cause. */
export function causeOf(item: GainedAtom, own: AccessState, other: AccessState): Cause | undefined {
  const { grant, rule } = item;
  const binding = grant.binding?.resource;
  if (binding && !isCarriedOver(item, other)) return { kind: "binding", resource: binding };
  const inRole = rule && causeInRole(item, rule, own, other);
  if (inRole) return inRole;
  // What a role of Kubernetes grants can also change by a manifest that went away or that only relabels it.
  const keys = [grant.roleKey, ...(rule ? [rule.source] : [])];
  const manifests = [other, own].flatMap((state) => keys.flatMap((key) => state.roles.get(key)?.resources ?? []));
  if (manifests[0]) return { kind: "role", resource: manifests[0] };
  if (binding) return { kind: "binding", resource: binding };
  // Two states that differ have an object that does, and it must stand for the difference: no atom is dropped.
  return asRole(firstDiffering(own, other) ?? firstDiffering(other, own) ?? [...own.objects.values()][0]);
}

function firstDiffering(one: AccessState, other: AccessState): Resource | undefined {
  for (const [identity, resource] of one.objects)
    if (other.objects.get(identity)?.data !== resource.data) return resource;
  return;
}

/** Every place that the atoms follow from, the most telling first; then what is left of the cause in `survivors`. */
export function placesOf(
  items: readonly GainedAtom[],
  cause: Cause,
  other: AccessState,
  survivors?: AccessState,
): readonly Location[] {
  const ofRules = distinct(differing(items, other), ({ item, had }) => rulePlaces(item, had, cause, other));
  const grants = new Map(items.map((item) => [item.grant, item]));
  const ofBindings = distinct(grants.values(), (item) => bindingPlaces(item, other));
  // A deleted role has no line any more that a reviewer could comment on: the binding that is left comes first.
  const isBindingFirst = cause.kind === "binding" || items.some(({ rule }) => !rule);
  const ordered = isBindingFirst ? [...ofBindings, ...ofRules] : [...ofRules, ...ofBindings];
  const survivor = survivors?.objects.get(identityOf(cause.resource));
  const left = survivor ? [{ resource: survivor, path: [survivorField(survivor)] }] : [];
  return [...ordered, ...left].map(({ resource, path }) => resource.locate(path));
}

/** More places than that help no reviewer. */
const maxPlaces = 25;

interface Place {
  readonly resource: Resource;
  readonly path: FieldPath;
}

function asRole(resource: Resource | undefined): Cause | undefined {
  return resource && { kind: "role", resource };
}

function isCarriedOver({ grant, principal, scope }: GainedAtom, other: AccessState): boolean {
  const grants = other.byPrincipal.get(principal.key) ?? [];
  return grants.some((one) => one.roleKey === grant.roleKey && scopeKey(one.scope) === scopeKey(scope));
}

function causeInRole(
  { grant }: GainedAtom,
  rule: SourcedRule,
  own: AccessState,
  other: AccessState,
): Cause | undefined {
  if (rule.source === grant.roleKey) return asRole(rule.resource);
  const source = other.roles.get(rule.source);
  if (!source?.rules.some((one) => one.canonical === rule.canonical)) return asRole(rule.resource);
  const relabelled = own.roles.get(rule.source);
  const manifest = relabelled?.resources[0];
  if (manifest && labelsOf(relabelled) !== labelsOf(source)) return { kind: "labels", resource: manifest };
  const aggregator = grant.role?.resources[0];
  return aggregator && { kind: "aggregation", resource: aggregator };
}

function labelsOf({ labels }: ResolvedRole): string {
  return JSON.stringify(
    Object.keys(labels)
      .sort()
      .map((key) => [key, labels[key]]),
  );
}

interface Differing {
  readonly item: GainedAtom;
  /** Whether the rules of the other state name the resource as well: then the verb is what differs. */
  readonly had: boolean;
}

/** The items that may have places of their own: most of a large rule share one. */
function* differing(items: readonly GainedAtom[], other: AccessState): Iterable<Differing> {
  const hadKind = new Map<string, boolean>();
  const seen = new Map<SourcedRule | undefined, Set<string>>();
  for (const item of items) {
    const { atom, rule } = item;
    const kind = atom.kind === "resource" ? `${rule?.source}\u0000${atom.group}\u0000${atom.resource}` : "";
    const had = hadKind.get(kind) ?? isKindNamed(item, other);
    hadKind.set(kind, had);
    const part =
      atom.kind !== "resource"
        ? `${atom.kind} ${item.grant.roleKey}`
        : had
          ? `verb ${atom.verb}`
          : `resource ${atom.resource}`;
    const parts = seen.get(rule) ?? new Set();
    if (parts.has(part)) continue;
    seen.set(rule, parts.add(part));
    yield { item, had };
  }
}

function isKindNamed({ atom, rule }: GainedAtom, other: AccessState): boolean {
  if (atom.kind !== "resource" || !rule) return false;
  const rules = other.roles.get(rule.source)?.rules ?? [];
  return rules.some((one) => one.rule.resources.includes(atom.resource) && one.rule.apiGroups.includes(atom.group));
}

function rulePlaces(
  { atom, rule, grant }: GainedAtom,
  had: boolean,
  cause: Cause,
  other: AccessState,
): readonly Place[] {
  if (cause.kind === "labels") return [{ resource: cause.resource, path: ["metadata", "labels"] }];
  if (cause.kind === "aggregation") return [{ resource: cause.resource, path: ["aggregationRule"] }];
  if (!rule) return other.roles.get(grant.roleKey)?.resources.map((resource) => ({ resource, path: [] })) ?? [];
  if (!rule.resource) return cause.kind === "role" ? [{ resource: cause.resource, path: ["rules"] }] : [];
  const path: FieldPath = ["rules", rule.index];
  if (atom.kind === "url") return [{ resource: rule.resource, path: [...path, "nonResourceURLs"] }];
  if (atom.kind === "opaque") return [];
  const [field, value] = had ? (["verbs", atom.verb] as const) : (["resources", atom.resource] as const);
  const index = rule.rule[field].indexOf(value);
  return [{ resource: rule.resource, path: index === -1 ? [...path, field] : [...path, field, index] }];
}

function bindingPlaces({ grant, atom }: GainedAtom, other: AccessState): readonly Place[] {
  if (!grant.binding) return [];
  const { resource, subject } = grant.binding;
  const subjectPlace = { resource, path: ["subjects", subject] };
  const isOldBinding = bindingIn(other, resource)?.role === grant.roleKey;
  return isOldBinding && atom.kind !== "opaque" ? [subjectPlace] : [{ resource, path: ["roleRef"] }, subjectPlace];
}

function survivorField(resource: Resource): string {
  return resource.kind.endsWith("Binding") ? "subjects" : "rules";
}

function distinct<T>(items: Iterable<T>, placesOfItem: (item: T) => readonly Place[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const item of items) {
    for (const place of placesOfItem(item)) {
      const key = `${identityOf(place.resource)} ${place.path.join("/")}`;
      if (!places.has(key)) places.set(key, place);
    }
    if (places.size >= maxPlaces) break;
  }
  return [...places.values()];
}
