import type { UnreadReason } from "./desired-state.ts";
import { isWorkloadKind, routingText } from "./kinds.ts";
import { locateIn } from "./locate-in-yaml.ts";
import { mayHoldKind, mayHoldWorkload, otherLineBreak, seemsToHold } from "./may-hold-kind.ts";
import {
  emptyManifest,
  leftOutManifest,
  type ParsedManifest,
  type ParsedNote,
  type ParsedObject,
  type ParsedUnread,
} from "./parsed-manifest.ts";
import { type PlainDocument, type PlainProblem, plainFromYaml } from "./plain-from-yaml.ts";
import { type ObjectReading, readObjects } from "./read-object.ts";
import { readSimpleYaml } from "./read-simple-yaml.ts";
import type { Plain } from "./resource.ts";
import { type Place, placeOf } from "./source-place.ts";
import type { SourceDocument } from "./split-documents.ts";
import { parseYaml, type YamlDocument } from "./yaml-source.ts";

/** A Kubernetes object is at most 1.5 MB in etcd; a List or a dump may be larger, but not without bound. */
const maxDocumentLength = 8_000_000;

/** Finding the line of each of a million mistakes would take hours; what is beyond this is summed up. */
const maxFindings = 50;

/** Reads the objects of one document, or everything that is in the way of reading them. */
export function readDocument(source: SourceDocument, options: { readonly workloads: boolean }): ParsedManifest {
  if (mayHoldKind(source.text)) {
    const manifest = readContent(source);
    return { ...manifest, objects: manifest.objects.map((object) => withoutRouting(object, source)) };
  }
  if (!mayHoldWorkload(source.text)) return emptyManifest;
  if (!options.workloads) return leftOutManifest;
  // What cannot be read of such a document is not missed: policies are compared for the pods that they select as well.
  const objects = readContent(source).objects.filter(({ group, kind }) => isWorkloadKind(group, kind));
  return { ...emptyManifest, objects: objects.map((object) => ({ ...object, onlyPods: true, onlyForPolicies: true })) };
}

function withoutRouting(object: ParsedObject, { text }: SourceDocument): ParsedObject {
  return isWorkloadKind(object.group, object.kind) && !routingText.test(text) ? { ...object, onlyPods: true } : object;
}

function readContent(source: SourceDocument): ParsedManifest {
  if (isUninterestingJson(source.text)) return emptyManifest;
  if (source.text.length > maxDocumentLength)
    return unreadable(source, "too-large", `The document has more than ${maxDocumentLength} characters.`, 0);
  const simple = source.isStream ? undefined : readSimpleYaml(source.text);
  if (simple !== undefined) return readSimple(source, simple);
  const parts = parseYaml(source).map((document, index) => readParsed(source, document, index));
  return {
    objects: parts.flatMap((part) => part.objects),
    unread: [...parts.flatMap((part) => part.unread), ...ambiguousLineBreaks(source)],
    notes: parts.flatMap((part) => part.notes),
    leftOut: false,
  };
}

function readSimple(source: SourceDocument, value: Plain): ParsedManifest {
  const readings = readObjects(value, { source, document: 0, path: [] });
  if (readings.length === 0) return emptyManifest;
  return fromReadings(source, readings, () => parseYaml(source)[0]);
}

function fromReadings(
  source: SourceDocument,
  readings: readonly ObjectReading[],
  document: () => YamlDocument | undefined,
): ParsedManifest {
  const objects = readings.flatMap((reading) => (reading.kind === "object" ? [reading.object] : []));
  const mistakes = readings.flatMap((reading) => (reading.kind === "unread" ? [reading] : []));
  // Only a mistake needs its place at once, so only then is a simple document parsed with positions.
  const yaml = mistakes.length > 0 ? document() : undefined;
  if (!yaml) return { ...emptyManifest, objects };
  const unread = mistakes.slice(0, maxFindings).map((reading) => unreadObject(source, yaml, reading));
  const more = mistakes.slice(maxFindings);
  if (more[0]) {
    const seemsToHold = [...new Set(more.flatMap(({ holds }) => holds))].sort();
    const detail = `${more.length} more objects of the document are invalid.`;
    unread.push({ ...unreadObject(source, yaml, more[0]), detail, seemsToHold });
  }
  return { objects, unread, notes: [], leftOut: false };
}

function readParsed(source: SourceDocument, document: YamlDocument, index: number): ParsedManifest {
  const [error] = document.errors;
  if (error) return notYaml(source, error.message, error.pos[0]);
  const plain = plainFromYaml(document);
  if ("problem" in plain) return problem(source, plain);
  const readings = readObjects(plain.value, { source, document: index, path: [] });
  if (readings.length === 0)
    return plain.disputesIdentity ? { ...emptyManifest, unread: disputedMerge(source, plain) } : emptyManifest;
  if (plain.complexKey !== undefined) return complexKey(source, plain.complexKey);
  const { objects, unread } = fromReadings(source, readings, () => document);
  return {
    objects,
    unread: [...unread, ...disputedMerge(source, plain)],
    notes: plain.duplicateKeys.slice(0, maxFindings).map(({ key, offset }) => duplicateKey(source, key, offset)),
    leftOut: false,
  };
}

/** Dashboards and API descriptions are large: where JSON alone shows that the kind is another one, YAML need not look. */
function isUninterestingJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !("kind" in value) && !("items" in value);
  } catch {
    return false;
  }
}

function notYaml(source: SourceDocument, message: string, offset: number): ParsedManifest {
  const isTemplate = templateMark.test(source.text);
  const detail = isTemplate ? `It is a template, not YAML: ${message}` : `It is not YAML: ${message}`;
  return unreadable(source, isTemplate ? "template" : "not-yaml", detail, offset);
}

function problem(source: SourceDocument, { problem, detail, offset }: PlainProblem): ParsedManifest {
  return unreadable(source, problem, detail, offset);
}

function complexKey(source: SourceDocument, offset: number): ParsedManifest {
  const isTemplate = templateMark.test(source.text);
  const detail = isTemplate
    ? "It is a template: unquoted braces read as a mapping in the place of a value."
    : "A key is a mapping or a list, which no Kubernetes object has.";
  return unreadable(source, isTemplate ? "template" : "invalid-object", detail, offset);
}

const templateMark = /\{\{|\{%|<%/;

function unreadable(source: SourceDocument, reason: UnreadReason, detail: string, offset: number): ParsedManifest {
  const place = placeOf(source.text, source.linesBefore, offset, offset);
  return { ...emptyManifest, unread: [{ reason, detail, place, seemsToHold: seemsToHold(source.text) }] };
}

function unreadObject(
  source: SourceDocument,
  document: YamlDocument,
  reading: ObjectReading & { kind: "unread" },
): ParsedUnread {
  const { reason, detail, path, holds, carried } = reading;
  const unread = { reason, detail, place: locateIn(document, source, path), seemsToHold: holds };
  return carried === undefined ? unread : { ...unread, carried };
}

/** Kept beside the objects, not instead of them: one of the two readings is what they show. */
function disputedMerge(source: SourceDocument, { disputedMerge }: PlainDocument): ParsedUnread[] {
  if (disputedMerge === undefined) return [];
  const detail = "A `<<` merge collides with another key: kubectl takes the later value, kustomize the mapping's own.";
  return [{ reason: "invalid-object", detail, ...at(source, disputedMerge) }];
}

function ambiguousLineBreaks(source: SourceDocument): ParsedUnread[] {
  const offset = source.text.search(otherLineBreak);
  const holds = seemsToHold(source.text.replace(new RegExp(otherLineBreak, "g"), "\n"));
  if (offset < 0 || holds.length === 0) return [];
  const detail = "It contains a line break (CR, NEL, LS or PS) that some YAML readers honour and others do not.";
  return [{ reason: "not-yaml", detail, ...at(source, offset) }];
}

function duplicateKey(source: SourceDocument, key: string, offset: number): ParsedNote {
  return {
    message: `The key ${JSON.stringify(key)} occurs twice; the last one wins.`,
    place: at(source, offset).place,
  };
}

function at(source: SourceDocument, offset: number): { place: Place; seemsToHold: readonly string[] } {
  const place = placeOf(source.text, source.linesBefore, offset, offset);
  return { place, seemsToHold: seemsToHold(source.text) };
}
