import type { Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { envoyGroup, gatewayGroup, mayBeSameNamespace, specOf } from "../gateway-api/names.ts";
import { selects } from "../gateway-api/selector.ts";
import { grouped } from "../grouped.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";

/** What a policy can be attached to: the rule of a route, its listener, and their objects. */
export interface Subject {
  readonly route: Thing | undefined;
  readonly rule: string | undefined;
  readonly gateway: Thing;
  readonly listener: string | undefined;
}

export interface Thing {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  /** Undefined where the object is not in the repository. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

/** An entry of `targetRefs` or `targetSelectors`. */
export interface Target {
  readonly group: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly selector: PlainObject | undefined;
  readonly section: string | undefined;
}

export interface Attached {
  /** The fields of the policy, merged with those of the wider one where it asks for that. */
  readonly spec: PlainObject;
  readonly policies: readonly Resource[];
  /** Several policies claim the same target; the oldest counts, and the repository does not say which one that is. */
  readonly disputed: boolean;
}

/** The targets of a policy. */
export function targetsOf(policy: Resource): Target[] {
  const spec = specOf(policy);
  const refs = [...(spec.targetRef === undefined ? [] : [spec.targetRef]), ...(asList(spec.targetRefs) ?? [])];
  const read = (value: Plain, isSelector: boolean): Target[] => {
    const data = asObject(value);
    if (!data) return [];
    return [
      {
        group: asText(data.group) ?? gatewayGroup,
        kind: asText(data.kind) ?? "",
        name: isSelector ? undefined : asText(data.name),
        selector: isSelector ? data : undefined,
        section: isSelector ? undefined : asText(data.sectionName),
      },
    ];
  };
  return [
    ...refs.flatMap((value) => read(value, false)),
    ...(asList(spec.targetSelectors) ?? []).flatMap((value) => read(value, true)),
  ];
}

/** Whether a target of a policy means the object. */
export function meansThing(target: Target, policy: Resource, thing: Thing): boolean {
  if (target.kind !== thing.kind || target.group !== thing.group) return false;
  if (!mayBeSameNamespace(policy.namespace ?? null, thing.namespace)) return false;
  if (target.selector) return thing.labels !== undefined && selects(target.selector, thing.labels) === true;
  return target.name === thing.name;
}

/** The policies of one kind, with what each of them says about a subject. */
export function policiesOf(world: World, kind: string) {
  const all = world.of(envoyGroup, kind);
  const entries = all.flatMap((policy) => targetsOf(policy).map((target): Entry => ({ policy, target })));
  const named = grouped(
    entries.filter(({ target }) => !target.selector),
    ({ target }) => `${target.kind}/${target.name}`,
  );
  const selecting = entries.filter(({ target }) => target.selector);
  const near = ({ kind: kindOf, name }: Thing) => [...(named.get(`${kindOf}/${name}`) ?? []), ...selecting];
  return {
    all,
    /** The most specific policy for a subject. */
    attachedTo({ route, rule, gateway, listener }: Subject): Attached | undefined {
      if (entries.length === 0) return undefined;
      const found = [
        ...(route ? levels(near(route), route, [3, 4], rule) : []),
        ...levels(near(gateway), gateway, [1, 2], listener),
      ];
      return attachedOf(found);
    },
    /** Where policies say what they are attached to: the reason of a policy that no longer applies. */
    targetAspects(namespace: string | null): readonly Aspect[] {
      return all
        .filter((policy) => mayBeSameNamespace(policy.namespace ?? null, namespace))
        .slice(0, 20)
        .flatMap((policy) => targetFields.map((field) => ({ resource: policy, path: ["spec", field] })));
    },
  };
}

interface Entry {
  readonly policy: Resource;
  readonly target: Target;
}

interface Leveled {
  readonly policy: Resource;
  readonly level: number;
}

/** How close the policies are that mean a thing as a whole, or one section of it. */
function levels(
  entries: readonly Entry[],
  thing: Thing,
  [whole, part]: readonly [number, number],
  section: string | undefined,
): Leveled[] {
  return entries
    .filter(({ policy, target }) => meansThing(target, policy, thing))
    .filter(({ target }) => target.section === undefined || target.section === section)
    .map(({ policy, target }) => ({ policy, level: target.section === undefined ? whole : part }));
}

function attachedOf(found: readonly Leveled[]): Attached | undefined {
  const top = Math.max(0, ...found.map(({ level }) => level));
  const [first, ...more] = new Set(found.filter(({ level }) => level === top).map(({ policy }) => policy));
  if (!first) return undefined;
  const spec = specOf(first);
  const wider = found.filter(({ level }) => level < 3);
  const below = Math.max(0, ...wider.map(({ level }) => level));
  const parent =
    top > 2 && spec.mergeType !== undefined ? wider.find(({ level }) => level === below)?.policy : undefined;
  return {
    spec: parent ? mergedSpec(specOf(parent), spec) : spec,
    policies: parent ? [first, parent] : [first],
    disputed: more.length > 0,
  };
}

export const targetFields = ["targetRefs", "targetRef", "targetSelectors", "mergeType"] as const;

function mergedSpec(wider: PlainObject, own: PlainObject): PlainObject {
  const merged: Record<string, Plain> = { ...wider };
  for (const [key, value] of Object.entries(own)) {
    const [below, above] = [Object.hasOwn(merged, key) ? asObject(merged[key]) : undefined, asObject(value)];
    merged[key] = below && above ? mergedSpec(below, above) : value;
  }
  return merged;
}
