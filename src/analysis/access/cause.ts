import type { Location } from "../../kubernetes/location.ts";
import { type FieldPath, identityOf, type Resource } from "../../kubernetes/resource.ts";
import { type AccessState, bindingKey } from "./access-state.ts";
import type { GainedAtom } from "./gained-access.ts";
import type { SourcedRule } from "./resolve-roles.ts";
import { scopeKey } from "./scope.ts";

/** The object whose difference between the states gives an atom, and where in it. */
export interface Cause {
  readonly resource: Resource;
  readonly kind: "role" | "binding" | "aggregation" | "labels";
}

/** `other` is the state that does not have the atom: a binding that both states have cannot be the cause. */
export function causeOf(item: GainedAtom, other: AccessState): Cause | undefined {
  const { grant, rule } = item;
  const binding = grant.binding?.resource;
  if (binding && !isCarriedOver(item, other)) return { kind: "binding", resource: binding };
  const roles = [grant.roleKey, rule?.source ?? ""].map((key) => asRole(other.roles.get(key)?.resources[0]));
  const inRole = rule && causeInRole(item, rule, other);
  const atBinding: Cause | undefined = binding && { kind: "binding", resource: binding };
  // Without any of these the cause lies in the other state. Some object must stand for it: no atom is dropped.
  return inRole ?? roles.find((role) => role) ?? atBinding ?? asRole(other.objects.values().next().value);
}

/** Every place that the atoms follow from, the most telling first; then what is left of the cause in `survivors`. */
export function placesOf(
  items: readonly GainedAtom[],
  cause: Cause,
  other: AccessState,
  survivors?: AccessState,
): readonly Location[] {
  const ofRules = items.flatMap((item) => rulePlaces(item, cause, other));
  const ofBindings = items.flatMap((item) => bindingPlaces(item, other));
  // A deleted role has no line any more that a reviewer could comment on: the binding that is left comes first.
  const isBindingFirst = cause.kind === "binding" || items.some(({ rule }) => !rule);
  const ordered = isBindingFirst ? [...ofBindings, ...ofRules] : [...ofRules, ...ofBindings];
  const survivor = survivors?.objects.get(identityOf(cause.resource));
  const left = survivor ? [{ resource: survivor, path: [survivorField(survivor)] }] : [];
  return [...distinct(ordered).slice(0, maxPlaces), ...left].map(({ resource, path }) => resource.locate(path));
}

const maxPlaces = 50;

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

function causeInRole({ grant }: GainedAtom, rule: SourcedRule, other: AccessState): Cause | undefined {
  if (rule.source === grant.roleKey) return asRole(rule.resource);
  const aggregator = grant.role?.resources[0];
  const source = other.roles.get(rule.source);
  if (!source?.rules.some((one) => one.canonical === rule.canonical)) return asRole(rule.resource);
  const isRelabelled = JSON.stringify(Object.entries(source.labels).sort()) !== labelsOf(rule.resource);
  if (rule.resource && (isRelabelled || !aggregator)) return { kind: "labels", resource: rule.resource };
  return aggregator && { kind: "aggregation", resource: aggregator };
}

function labelsOf(resource: Resource | undefined): string {
  return JSON.stringify(Object.entries(resource?.labels ?? {}).sort());
}

function rulePlaces({ atom, rule, grant }: GainedAtom, cause: Cause, other: AccessState): readonly Place[] {
  if (cause.kind === "labels") return [{ resource: cause.resource, path: ["metadata", "labels"] }];
  if (cause.kind === "aggregation") return [{ resource: cause.resource, path: ["aggregationRule"] }];
  if (!rule) return other.roles.get(grant.roleKey)?.resources.map((resource) => ({ resource, path: [] })) ?? [];
  if (!rule.resource) return cause.kind === "role" ? [{ resource: cause.resource, path: ["rules"] }] : [];
  const path: FieldPath = ["rules", rule.index];
  if (atom.kind === "url") return [{ resource: rule.resource, path: [...path, "nonResourceURLs"] }];
  if (atom.kind === "opaque") return [];
  const known = other.roles.get(rule.source)?.rules ?? [];
  const hadResource = known.some(
    (one) => one.rule.resources.includes(atom.resource) && one.rule.apiGroups.includes(atom.group),
  );
  const [field, value] = hadResource ? (["verbs", atom.verb] as const) : (["resources", atom.resource] as const);
  const index = rule.rule[field].indexOf(value);
  return [{ resource: rule.resource, path: index === -1 ? [...path, field] : [...path, field, index] }];
}

function bindingPlaces({ grant, atom }: GainedAtom, other: AccessState): readonly Place[] {
  if (!grant.binding) return [];
  const { resource, subject } = grant.binding;
  const subjectPlace = { resource, path: ["subjects", subject] };
  const isOldBinding = other.bindings.has(bindingKey(resource, grant.roleKey));
  return isOldBinding && atom.kind !== "opaque" ? [subjectPlace] : [{ resource, path: ["roleRef"] }, subjectPlace];
}

function survivorField(resource: Resource): string {
  return resource.kind.endsWith("Binding") ? "subjects" : "rules";
}

function distinct(places: readonly Place[]): readonly Place[] {
  const seen = new Map<string, Place>();
  for (const place of places) {
    const key = JSON.stringify([identityOf(place.resource), place.path]);
    if (!seen.has(key)) seen.set(key, place);
  }
  return [...seen.values()];
}
