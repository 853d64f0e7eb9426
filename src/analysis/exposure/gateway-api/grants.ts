import type { Resource } from "../../../kubernetes/resource.ts";
import type { Reference } from "../controls/references.ts";
import { grouped } from "../grouped.ts";
import { asList, asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import { stableText } from "../route.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { gatewayGroup, objectsIn, type Ref, specOf } from "./names.ts";

/** Who refers to an object of another namespace. */
export interface Referrer {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | null;
}

export interface Grants {
  /** Whether a reference is permitted; undefined where nothing of the other namespace is in the repository. */
  permits(from: Referrer, to: Ref): boolean | undefined;
  aspects(namespace: string | null): readonly Aspect[];
  readonly scopes: readonly Scope[];
}

/** ReferenceGrants by the namespace that they open. */
export function readGrants(world: World): Grants {
  // Until v0.6 of the API the same kind was called ReferencePolicy.
  const grants = ["ReferenceGrant", "ReferencePolicy"].flatMap((kind) => world.of(gatewayGroup, kind));
  for (const grant of grants) world.use(grant);
  const byNamespace = grouped(grants, ({ namespace }) => namespace ?? "");
  const visible = new Set([
    ...world.everything.flatMap(({ namespace }) => namespace ?? []),
    ...world.of("", "Namespace").map(({ name }) => name),
  ]);
  const inNamespace = (namespace: string) => [...(byNamespace.get(namespace) ?? []), ...(byNamespace.get("") ?? [])];
  return {
    permits(from, to) {
      if (from.namespace === null || to.namespace === null || from.namespace === to.namespace) return true;
      if (inNamespace(to.namespace).some((grant) => grantsReference(grant, from, to))) return true;
      return visible.has(to.namespace) ? false : undefined;
    },
    aspects: (namespace) => inNamespace(namespace ?? "").flatMap(grantAspects),
    scopes: [...grouped(grants, subjectOf)].map(([subject, all]) => grantScope(subject, all)),
  };
}

function grantsReference(grant: Resource, from: Referrer, to: Ref): boolean {
  const spec = specOf(grant);
  const sources = objectsIn(spec.from);
  const targets = objectsIn(spec.to);
  return (
    sources.some(
      (one) => (one.group ?? "") === from.group && one.kind === from.kind && one.namespace === from.namespace,
    ) &&
    targets.some(
      (one) => (one.group ?? "") === to.group && one.kind === to.kind && (isUnnamed(one.name) || one.name === to.name),
    )
  );
}

function isUnnamed(name: unknown): boolean {
  return name === undefined || name === null || name === "";
}

// Two grants whose namespaces an applier fills in need not open the same one.
function subjectOf({ namespace, name }: Resource): string {
  return namespace === undefined ? `the namespace of ReferenceGrant \`${name}\`` : `namespace \`${namespace}\``;
}

function grantScope(subject: string, grants: readonly Resource[]): Scope {
  const references = grants.flatMap(referencesOf);
  const distinct = new Map(references.map((reference) => [stableText(reference), reference]));
  const sorted = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reference]) => reference);
  return {
    key: `ReferenceGrants in ${subject}`,
    label: subject,
    resource: grants[0] as Resource,
    reach: "cluster",
    controls: { references: sorted },
    annotations: {},
    weigh: () => "harmless",
    assumptions: [],
    where: () => grants.flatMap(grantAspects),
  };
}

// Every source may refer to every target of the same object: past a size that people write, the targets are taken together.
function referencesOf(grant: Resource): Reference[] {
  const spec = specOf(grant);
  const froms = objectsIn(spec.from);
  const tos = objectsIn(spec.to);
  const from = froms.map((one) => `${asText(one.kind) ?? ""} in ${asText(one.namespace) ?? ""}`);
  const to = tos.map((one) => ({
    kind: kindText(asText(one.group) ?? "", asText(one.kind) ?? ""),
    name: isUnnamed(one.name) ? null : (asText(one.name) ?? null),
  }));
  if (from.length * to.length > 1000) return [{ from: stableText(from), kind: stableText(to), name: null }];
  return from.flatMap((source) => to.map(({ kind, name }) => ({ from: source, kind, name })));
}

function kindText(group: string, kind: string): string {
  return group === "" ? kind : `${kind}.${group}`;
}

function grantAspects(resource: Resource): Aspect[] {
  const spec = specOf(resource);
  const entries = (name: "from" | "to") =>
    (asList(spec[name]) ?? []).map((_, index): Aspect => ({ resource, path: ["spec", name, index] }));
  return [...entries("to"), ...entries("from")];
}
