import type { DesiredState, Note, Unread } from "./desired-state.ts";
import { isHelmfileName } from "./file-names.ts";
import { isProtectedKindName } from "./kinds.ts";
import type { Side } from "./location.ts";
import type { ManifestReader } from "./manifest-reader.ts";
import type { ParsedObject } from "./parsed-manifest.ts";
import { identityOf, type Resource } from "./resource.ts";
import { resourceFrom } from "./resource-from-manifest.ts";
import type { TreeEntry } from "./tree.ts";
import { absentFile } from "./unread-file.ts";

export interface Placing {
  readonly manifests: ManifestReader;
  readonly side: Side;
  /** Whether workloads of a file count that matter to network policies alone. */
  readonly includesWorkloads: (file: string) => boolean;
}

/** What the files of one commit hold, at their paths. */
export function placeManifests(
  entries: readonly TreeEntry[],
  { manifests, side, includesWorkloads }: Placing,
): Pick<DesiredState, "resources" | "unread" | "notes"> {
  const resources: Resource[] = [];
  const unread: Unread[] = [];
  const notes: Note[] = [];
  for (const entry of entries) {
    const { path: file, blobId } = entry;
    const absent = manifests.absent(blobId);
    if (absent) unread.push(absentFile(entry, side, absent));
    const manifest = manifests.manifest(blobId);
    if (!manifest) continue;
    const isCounted = ({ topic, onlyForPolicies }: ParsedObject) =>
      topic !== "generator" && (!onlyForPolicies || includesWorkloads(file));
    const placed = manifest.objects.filter(isCounted).map((object) => resourceFrom(object, file, side));
    resources.push(...placed);
    unread.push(...repeatedObjects(placed, entry));
    for (const { place, message } of manifest.notes) notes.push({ file, message, location: { ...place, file, side } });
    // Most helmfiles are templates: that they are no YAML is reported by their generator.
    if (isHelmfileName(file)) continue;
    for (const { place, ...rest } of manifest.unread)
      unread.push({ file, ...rest, blobId, location: { ...place, file, side } });
  }
  return { resources, unread, notes };
}

/**
 * Objects of one identity in one file. kubectl applies them in turn, kustomize refuses them, and an object that cannot be
 * updated (a binding's roleRef) or has a generated name keeps what came first: which one counts is unknown.
 */
function* repeatedObjects(all: readonly Resource[], { blobId }: TreeEntry): Iterable<Unread> {
  const placed = all.filter(({ onlyPods }) => !onlyPods);
  if (placed.length < 2) return;
  const last = new Map(placed.map((resource) => [identityOf(resource), resource]));
  for (const resource of placed) {
    const identity = identityOf(resource);
    const winner = last.get(identity);
    if (!winner || winner === resource || JSON.stringify(winner.data) === JSON.stringify(resource.data)) continue;
    // Said once for all repetitions.
    last.delete(identity);
    const { kind, name, file } = resource;
    const detail = `${kind} ${name} stands in this file more than once: which of them counts depends on who applies it.`;
    const location = resource.locate([]);
    yield { file, reason: "invalid-object", detail, location, seemsToHold: [kind].filter(isProtectedKindName), blobId };
  }
}
