import { isProtectedTopic, topicOf } from "../../../kubernetes/kinds.ts";
import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { type Difference, isPlainList, isPlainObject, keyOf, scalarText } from "../../plain-differences.ts";
import type { Concern } from "../concern.ts";
import { concernInContext } from "../concern-in-context.ts";
import { concernOfDifference } from "../concern-of-difference.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { producerOf } from "../producer.ts";
import { concernOfObjectField } from "./object-fields.ts";
import { below, leavesOf } from "./value-findings.ts";

/** The kind that a kustomization says its patch is for. */
export interface PatchTarget {
  readonly group: string;
  readonly kind: string;
}

/**
 * What changed in a patch: strategic merge documents or a list of JSON Patch operations (RFC 6902). Every change to a
 * patch of a protected kind counts; for other kinds the touched fields decide.
 */
export function patchFindings(
  edit: InputEdit,
  before: Plain | undefined,
  after: Plain | undefined,
  path: FieldPath,
  target?: PatchTarget,
  label: FieldPath = path,
): readonly InputFinding[] {
  const other = partsOf(after);
  const one = renamed(partsOf(before), other);
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) => {
    const [left, right] = [one.get(key), other.get(key)];
    const part = (right ?? left) as PatchPart;
    return leavesOf(left?.content, right?.content).map((leaf) => {
      const inner = below(part.pointer, leaf);
      const concern = concernInContext(concernOfPatch(part, inner, target), inner, producerOf(edit));
      return findingOf(
        edit,
        concern,
        below([...path, ...part.place], inSource(part, leaf), [...label, ...pointerLabel(part)]),
      );
    });
  });
}

function pointerLabel({ pointer }: PatchPart): readonly string[] {
  return pointer.length === 0 ? [] : [`[/${pointer.join("/")}]`];
}

/** The value of an operation stands under `value`, and is shown under the operation's name. */
function inSource({ pointer }: PatchPart, leaf: Difference): Difference {
  return pointer.length === 0 ? leaf : { ...leaf, path: ["value", ...leaf.path.slice(1)] };
}

interface PatchPart {
  readonly target: PatchTarget | undefined;
  /** Where the part stands in the patch, and which field of the target it is about. */
  readonly place: FieldPath;
  readonly pointer: readonly string[];
  readonly content: Plain;
}

function partsOf(patch: Plain | undefined): ReadonlyMap<string, PatchPart> {
  const items = isPlainList(patch) ? patch : patch === undefined ? [] : [patch];
  const parts = new Map<string, PatchPart>();
  for (const [index, item] of items.entries()) {
    const place = isPlainList(patch) ? [index] : [];
    const part = isOperation(item) ? operationPart(item, place) : documentPart(item, place);
    let key = keyOf([part.target?.kind ?? "", part.pointer, nameOf(item)]);
    // Two operations on one field are both kept: the second appends to the first's effect.
    while (parts.has(key)) key += "+";
    parts.set(key, part);
  }
  return parts;
}

/** A patch that now says the namespace of its target is the same patch, as long as only one can be meant. */
function renamed(
  before: ReadonlyMap<string, PatchPart>,
  after: ReadonlyMap<string, PatchPart>,
): ReadonlyMap<string, PatchPart> {
  const [gone, come] = [unmatched(before, after), unmatched(after, before)];
  return new Map(
    [...before].map(([key, part]) => {
      const name = after.has(key) ? undefined : looseNameOf(part);
      const [match, ...more] = (name === undefined ? undefined : come.get(name)) ?? [];
      const isOnlyOne = match !== undefined && more.length === 0 && gone.get(name ?? "")?.length === 1;
      return [isOnlyOne ? match : key, part];
    }),
  );
}

/** Keys of the parts that the other side lacks, by the name of what they patch. */
function unmatched(parts: ReadonlyMap<string, PatchPart>, others: ReadonlyMap<string, PatchPart>) {
  const keys = new Map<string, string[]>();
  for (const [key, part] of parts) {
    const name = others.has(key) ? undefined : looseNameOf(part);
    if (name !== undefined) keys.set(name, [...(keys.get(name) ?? []), key]);
  }
  return keys;
}

function looseNameOf({ target, content }: PatchPart): string | undefined {
  const metadata = isPlainObject(content) ? content.metadata : undefined;
  return target && isPlainObject(metadata) ? keyOf([target.kind, metadata.name ?? null]) : undefined;
}

function isOperation(item: Plain): item is PlainObject {
  return isPlainObject(item) && typeof item.op === "string" && typeof item.path === "string";
}

function operationPart(item: PlainObject, place: FieldPath): PatchPart {
  const { op, path, ...content } = item;
  const pointer = scalarText(path)
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  // The operation is part of the content: `add` that became `remove` is a change.
  return {
    target: undefined,
    place,
    pointer,
    content: content.value === undefined ? { ...content, op: op ?? null } : { [scalarText(op)]: content.value },
  };
}

function documentPart(item: Plain, place: FieldPath): PatchPart {
  const { apiVersion, kind } = isPlainObject(item) ? item : { apiVersion: "", kind: "" };
  const version = typeof apiVersion === "string" ? apiVersion : "";
  const group = version.includes("/") ? (version.split("/")[0] ?? "") : "";
  return {
    target: typeof kind === "string" && kind !== "" ? { group, kind } : undefined,
    place,
    pointer: [],
    content: item,
  };
}

function nameOf(item: Plain): Plain {
  const metadata = isPlainObject(item) ? item.metadata : undefined;
  return isPlainObject(metadata) ? [metadata.namespace ?? null, metadata.name ?? null] : null;
}

function concernOfPatch(part: PatchPart, leaf: Difference, named: PatchTarget | undefined): Concern {
  const target = named ?? part.target;
  if (target && isProtectedTarget(target)) return isLabelThatNobodyReads(target, leaf) ? "other" : "patch";
  if (target && topicOf(target.group, target.kind) === "generator") return concernOfObjectField(target.kind, leaf);
  // Without a target, RBAC's own top-level fields speak for themselves.
  if (!target && /^(rules|subjects|roleRef)$/.test(part.pointer[0] ?? "")) return "access";
  return concernOfDifference(leaf);
}

/** Selectors reach ClusterRoles, routes and namespaces; nothing selects bindings, Roles and policies. */
function isLabelThatNobodyReads({ kind }: PatchTarget, { path }: Difference): boolean {
  return (
    path[0] === "metadata" && path[1] === "labels" && /^(Role|RoleBinding|ClusterRoleBinding|NetworkPolicy)$/.test(kind)
  );
}

/** A Service is judged by its touched fields: most patches of one concern ports or labels. */
export function isProtectedTarget({ group, kind }: PatchTarget): boolean {
  if (kind === "Service") return false;
  const topic = topicOf(group, kind) ?? knownGroups.map((one) => topicOf(one, kind)).find((one) => one !== undefined);
  return isProtectedTopic(topic);
}

/** A target may leave its group out. */
const knownGroups = [
  "networking.k8s.io",
  "rbac.authorization.k8s.io",
  "gateway.networking.k8s.io",
  "route.openshift.io",
  "traefik.io",
  "networking.istio.io",
  "security.istio.io",
  "projectcontour.io",
  "cilium.io",
];
