import { boxText, type LabelBox } from "../connectivity/label-box.ts";
import { normalNames } from "../connectivity/name-algebra.ts";
import {
  type NameSet,
  namespaceNameLabel,
  type PeerSet,
  type PodBox,
  serviceAccountLabel,
} from "../connectivity/peer-set.ts";
import { simplifiedPods } from "../connectivity/pod-algebra.ts";
import { cidrsOf, everyAddress, isSubset, without } from "../exposure/address-set.ts";

/** The peers of pods in a namespace as a list of short phrases, the widest first; empty for nobody. */
export function peerWords(peers: PeerSet, own: string): readonly string[] {
  if (isEverything(peers)) return ["everything inside and outside of the cluster"];
  return [...addressWords(peers), ...podWords(peers, own), ...nameWords(peers.named)];
}

function isEverything({ addresses, pods }: PeerSet): boolean {
  return isSubset(everyAddress, addresses) && pods.some(({ namespace, pod }) => namespace.size + pod.size === 0);
}

function addressWords({ addresses }: PeerSet): readonly string[] {
  if (isSubset(everyAddress, addresses)) return ["every address outside of the cluster"];
  const blocks = cidrsOf(addresses);
  // A wide block with exceptions is dozens of blocks; what it leaves out are a few.
  const excepted = without(everyAddress, addresses);
  const isOfFour = addresses.v6.length === 0;
  const left = cidrsOf(isOfFour ? { ...excepted, v6: [] } : excepted);
  if (left.length < blocks.length && left.length <= mostBlocks)
    return [`every ${isOfFour ? "IPv4 address" : "address outside of the cluster"} but ${left.join(", ")}`];
  if (blocks.length <= mostBlocks) return blocks;
  return [...blocks.slice(0, mostBlocks), `${blocks.length - mostBlocks} more address blocks`];
}

const mostBlocks = 8;

function podWords({ pods }: PeerSet, own: string): readonly string[] {
  const words = simplifiedPods(pods).map((box) => boxWords(box, own));
  return [...new Set(words)].sort((a, b) => widthOf(a) - widthOf(b) || (a < b ? -1 : 1));
}

const everyPod = "every pod of the cluster";

function widthOf(words: string): number {
  return words === everyPod ? 0 : words.startsWith("every pod") ? 1 : 2;
}

function boxWords({ namespace, pod }: PodBox, own: string): string {
  const place = namespaceWords(namespace, own);
  if (pod.size === 0) return place === "" ? everyPod : `every pod in ${place}`;
  return `pods with ${labelWords(pod)} in ${place === "" ? "every namespace" : place}`;
}

function namespaceWords(box: LabelBox, own: string): string {
  if (box.size === 0) return "";
  const names = box.get(namespaceNameLabel);
  const others = new Map([...box].filter(([key]) => key !== namespaceNameLabel));
  const labels = others.size > 0 ? ` with ${labelWords(others)}` : "";
  if (!names) return `namespaces${labels}`;
  // A namespace that an applier fills in has no name yet.
  if (isUnnamed(own) && !names.allBut && names.values.join() === own) return `the same namespace${labels}`;
  const list = names.values.join(", ");
  if (names.allBut) return names.values.length === 0 ? `namespaces${labels}` : `namespaces but ${list}${labels}`;
  return `${names.values.length === 1 ? "namespace" : "namespaces"} ${list}${labels}`;
}

function isUnnamed(namespace: string): boolean {
  return namespace.startsWith("(");
}

function labelWords(box: LabelBox): string {
  return boxText(box).replaceAll(JSON.stringify(serviceAccountLabel), "ServiceAccount");
}

function nameWords(set: NameSet): readonly string[] {
  const { everyName, allBut = new Set(), names } = normalNames(set);
  const but = allBut.size > 0 ? ` but ${[...allBut].map(nameText).join(", ")}` : "";
  return [...(everyName && allBut.size > 0 ? [`every name and entity${but}`] : []), ...[...names].sort().map(nameText)];
}

function nameText(name: string): string {
  const [kind = "", ...rest] = name.split(":");
  const text = rest.join(":");
  if (kind === "unknown") return `not known: ${text}`;
  return kind === "entity" ? `the entity ${text}` : text;
}
