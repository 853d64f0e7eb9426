import { carriedObjects } from "./carried-objects.ts";
import type { UnreadReason } from "./desired-state.ts";
import { isProtectedKindName, type KindTopic, topicOf } from "./kinds.ts";
import type { Origin, ParsedObject } from "./parsed-manifest.ts";
import type { FieldPath, Plain, PlainObject } from "./resource.ts";

export type ObjectReading =
  | { readonly kind: "object"; readonly object: ParsedObject }
  | {
      readonly kind: "unread";
      readonly reason: UnreadReason;
      readonly detail: string;
      readonly path: FieldPath;
      readonly holds: readonly string[];
      readonly carried?: string;
    };

/**
 * The objects that a document's content declares: itself, or the items of a list, to any depth that occurs in practice.
 * What has none of our kinds, such as a patch list or a values file, declares nothing.
 */
export function readObjects(value: Plain, origin: Origin): readonly ObjectReading[] {
  return [...objectsIn(value, origin, undefined)];
}

interface Inherited {
  readonly apiVersion: string;
  readonly kind: string;
}

const maxListDepth = 5;

function* objectsIn(value: Plain, origin: Origin, inherited: Inherited | undefined): Iterable<ObjectReading> {
  if (!isObject(value)) return;
  const kind = value.kind ?? inherited?.kind;
  const apiVersion = value.apiVersion ?? inherited?.apiVersion;
  if (typeof kind !== "string") return;
  if (isFilledInLater(kind)) {
    if (apiVersion !== undefined) yield filledInLater("kind", kind, origin, []);
    return;
  }
  const items = value.items;
  if (Array.isArray(items)) {
    yield* itemsIn(items as readonly Plain[], origin, kind, apiVersion);
    // kubectl takes anything with items for a list, kustomize goes by the name.
    if (kind.endsWith("List")) return;
  }
  const reading = readObject(value, kind, apiVersion, origin);
  if (reading) yield reading;
}

function* itemsIn(
  items: readonly Plain[],
  origin: Origin,
  kind: string,
  apiVersion: Plain | undefined,
): Iterable<ObjectReading> {
  if (origin.path.length >= 2 * maxListDepth) {
    yield invalid("Lists are nested too deeply in it.", "items", origin, []);
    return;
  }
  // Items of a typed list take kind and version from it when they name none (apimachinery, UnstructuredList).
  const isTyped = kind.endsWith("List") && kind !== "List" && typeof apiVersion === "string";
  const inherited = isTyped ? { apiVersion, kind: kind.slice(0, -"List".length) } : undefined;
  for (const [index, item] of items.entries()) {
    yield* objectsIn(item, { ...origin, path: [...origin.path, "items", index] }, inherited);
  }
}

function readObject(
  data: PlainObject,
  kind: string,
  apiVersion: Plain | undefined,
  origin: Origin,
): ObjectReading | undefined {
  const holds = isProtectedKindName(kind) ? [kind] : [];
  if (typeof apiVersion !== "string") {
    // Without a version nothing can apply it; for common words such as Service or Policy it is no manifest at all.
    return rbacOrIngress.has(kind) ? invalid("It has no apiVersion.", "apiVersion", origin, holds) : undefined;
  }
  if (isFilledInLater(apiVersion))
    return holds.length > 0 ? filledInLater("apiVersion", apiVersion, origin, holds) : undefined;
  const [group, version] = groupAndVersion(apiVersion);
  const topic = topicOf(group, kind);
  if (topic === undefined) return carrier(data, kind, group, origin);
  const reading = objectOf(data, kind, apiVersion, origin, { topic, group, version, holds });
  // What cannot be applied as it stands gives no meaning to a route either.
  return topic === "routing-support" && reading.kind !== "object" ? undefined : reading;
}

interface KindInfo {
  readonly topic: KindTopic;
  readonly group: string;
  readonly version: string;
  readonly holds: readonly string[];
}

function objectOf(
  data: PlainObject,
  kind: string,
  apiVersion: string,
  origin: Origin,
  { topic, group, version, holds }: KindInfo,
): ObjectReading {
  if (data.$patch !== undefined) return invalid("It is a patch, not an object.", "$patch", origin, holds);
  const metadata = data.metadata;
  if (!isObject(metadata)) return invalid("Its metadata is not a mapping.", "metadata", origin, holds);
  const name = nameOf(metadata);
  if (name === undefined) return invalid("Its metadata.name is not a string.", "metadata", origin, holds);
  const namespace = metadata.namespace ?? undefined;
  if (namespace !== undefined && typeof namespace !== "string")
    return invalid("Its metadata.namespace is not a string.", "metadata", origin, holds);
  const labels = stringMap(metadata.labels);
  const annotations = stringMap(metadata.annotations);
  if (!labels || !annotations)
    return invalid("Its labels or annotations do not map to strings.", "metadata", origin, holds);
  const identity = { topic, apiVersion, group, version, kind, name, namespace: namespace || undefined };
  return { kind: "object", object: { ...identity, labels, annotations, data, origin } };
}

function carrier(data: PlainObject, kind: string, group: string, { path }: Origin): ObjectReading | undefined {
  // Of these, others read what they hold.
  if (group === "kustomize.config.k8s.io" || kind === "CustomResourceDefinition") return undefined;
  const found = isObject(data.metadata) ? carriedObjects(data) : undefined;
  if (!found) return undefined;
  const detail = `${kind} carries objects that another program applies.`;
  return { kind: "unread", reason: "carrier", detail, path, holds: found.kinds, carried: found.content };
}

const rbacOrIngress = new Set(["Ingress", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]);

/** Text that another program replaces before the cluster sees it: Flux substitution, a template, SOPS. */
function isFilledInLater(text: string): boolean {
  return /\$[{A-Z_]|\{\{|\{%|<%|\[\[|^ENC\[/.test(text);
}

function filledInLater(key: string, text: string, { path }: Origin, holds: readonly string[]): ObjectReading {
  const reason = text.startsWith("ENC[") ? "encrypted" : "template";
  return { kind: "unread", reason, detail: `Its ${key} is only known later.`, path: [...path, key], holds };
}

function invalid(detail: string, key: string, { path }: Origin, holds: readonly string[]): ObjectReading {
  return { kind: "unread", reason: "invalid-object", detail, path: [...path, key], holds };
}

function groupAndVersion(apiVersion: string): readonly [string, string] {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? ["", apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

function nameOf(metadata: PlainObject): string | undefined {
  const { name, generateName } = metadata;
  if (typeof name === "string" && name !== "") return name;
  if (name !== undefined && name !== null && name !== "") return undefined;
  return typeof generateName === "string" && generateName !== "" ? `${generateName}*` : undefined;
}

/** Without a prototype, so that a label called `constructor` finds nothing that was not written. */
function stringMap(value: Plain | undefined): Readonly<Record<string, string>> | undefined {
  const map: Record<string, string> = Object.create(null);
  if (value === undefined || value === null) return Object.freeze(map);
  if (!isObject(value)) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (item !== null && typeof item === "object") return undefined;
    map[key] = item === null ? "" : String(item);
  }
  return Object.freeze(map);
}

export function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
