import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import { joinedPeers, podsOnly } from "../peer-algebra.ts";
import { namespaceNamed, peersOfBlock, podsWith, selectedLabels, unknownPeers } from "../peer-reading.ts";
import type { PeerSet } from "../peer-set.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";

/** The union of the items of `from` or `to`. */
export function peersOfItems(
  items: readonly Plain[],
  namespace: string,
  path: FieldPath,
  notes: ProblemNotes,
): PeerSet {
  return joinedPeers(items.map((item, index) => peersOfItem(item, namespace, [...path, index], notes)));
}

function peersOfItem(value: Plain, namespace: string, path: FieldPath, notes: ProblemNotes): PeerSet {
  const item = asObject(value) ?? {};
  notes.noteOthers(item, ["podSelector", "namespaceSelector", "ipBlock"], path);
  const pods = item.podSelector ?? undefined;
  const namespaces = item.namespaceSelector ?? undefined;
  const block = item.ipBlock ?? undefined;
  const selectsPods = pods !== undefined || namespaces !== undefined;
  if ((block !== undefined) === selectsPods) {
    const what = selectsPods ? "both an `ipBlock` and selectors" : "neither selectors nor an `ipBlock`";
    notes.note(path, `has the peer \`${clipped(value)}\` with ${what}`, value);
    return unknownPeers(stableText(value));
  }
  if (block !== undefined) return peersOfIpBlock(block, path, notes);
  const podLabels = selectedLabels(pods ?? {}, [...path, "podSelector"], notes);
  const namespaceLabels =
    namespaces === undefined
      ? namespaceNamed(namespace)
      : selectedLabels(namespaces, [...path, "namespaceSelector"], notes);
  if (podLabels === undefined || namespaceLabels === undefined) return unknownPeers(stableText(value));
  return podsOnly(podsWith(namespaceLabels, podLabels));
}

function peersOfIpBlock(value: Plain, path: FieldPath, notes: ProblemNotes): PeerSet {
  const block: PlainObject = asObject(value) ?? {};
  const place = [...path, "ipBlock"];
  notes.noteOthers(block, ["cidr", "except"], place);
  const except = asList(block.except ?? []);
  const peers =
    typeof block.cidr === "string" && except?.every((item) => typeof item === "string")
      ? peersOfBlock(block.cidr, except as readonly string[])
      : undefined;
  if (peers) return peers;
  notes.note(place, `has the \`ipBlock\` \`${clipped(value)}\`, which is no address block`, value);
  return unknownPeers(stableText(value));
}
