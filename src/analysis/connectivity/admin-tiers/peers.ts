import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import { anyLabels } from "../label-box.ts";
import { everyPeer, joinedPeers, namesOnly, podsOnly } from "../peer-algebra.ts";
import { coversFamily, peersOfBlock, podsWith, selectedLabels, unknownPeers } from "../peer-reading.ts";
import type { PeerSet, PodSet } from "../peer-set.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";

/** Pods by the labels of their namespaces alone, or by their own as well; undefined, and noted, if that cannot be read. */
export function podsOfItem(item: PlainObject, path: FieldPath, notes: ProblemNotes): PodSet | undefined {
  if (isGiven(item.namespaces)) {
    const namespace = selectedLabels(item.namespaces ?? null, [...path, "namespaces"], notes);
    return namespace && podsWith(namespace, anyLabels);
  }
  const place = [...path, "pods"];
  const pods = asObject(item.pods) ?? {};
  notes.noteOthers(pods, ["namespaceSelector", "podSelector"], place);
  // A selector that is missing selects every namespace; that of pods is required.
  const namespace = selectedLabels(pods.namespaceSelector ?? {}, [...place, "namespaceSelector"], notes);
  const pod = selectedLabels(pods.podSelector ?? null, [...place, "podSelector"], notes);
  return namespace && pod && podsWith(namespace, pod);
}

const sources = ["namespaces", "pods"];
const destinations = [...sources, "nodes", "networks", "domainNames"];

/** An item of `from` or `to`, which has exactly one field. */
export function peersOfItem(value: Plain, field: "from" | "to", path: FieldPath, notes: ProblemNotes): PeerSet {
  const item = asObject(value) ?? {};
  const known = field === "from" ? sources : destinations;
  notes.noteOthers(item, known, path);
  const given = known.filter((name) => isGiven(item[name]));
  const [name] = given;
  if (name === undefined || given.length > 1) {
    notes.note(path, `has the peer \`${clipped(value)}\` without exactly one known field`, value);
    return unknownPeers(stableText(value));
  }
  if (name === "nodes") return unknownPeers(`nodes ${stableText(item.nodes ?? null)}`);
  if (name === "networks") return networkPeers(item.networks ?? null, [...path, name], notes);
  if (name === "domainNames") return domainPeers(item.domainNames ?? null, [...path, name], notes);
  const pods = podsOfItem(item, path, notes);
  return pods ? podsOnly(pods) : unknownPeers(stableText(value));
}

function isGiven(value: Plain | undefined): boolean {
  return value !== undefined && value !== null;
}

/** Blocks match pods by their addresses too: one of all addresses means every pod. */
function networkPeers(value: Plain, path: FieldPath, notes: ProblemNotes): PeerSet {
  const blocks = asList(value) ?? [value];
  const peers = joinedPeers(
    blocks.map((block, index) => {
      const read = typeof block === "string" ? peersOfBlock(block, []) : undefined;
      if (!read) notes.note([...path, index], `has the network \`${clipped(block)}\`, which is none`, block);
      return read ?? unknownPeers(`cidr ${stableText(block)}`);
    }),
  );
  return coversFamily(peers.addresses) ? { ...everyPeer, addresses: peers.addresses } : peers;
}

function domainPeers(value: Plain, path: FieldPath, notes: ProblemNotes): PeerSet {
  const names = asList(value) ?? [value];
  const texts = names.map((name, index) => {
    if (typeof name === "string") return `name:${name.toLowerCase().replace(/\.$/, "")}`;
    notes.note([...path, index], `has the domain name \`${clipped(name)}\`, which is none`, name);
    return `unknown:name ${stableText(name)}`;
  });
  return namesOnly(texts);
}
