import {
  type AddressSet,
  cidrsOf,
  everyAddress,
  intersection,
  isSubset,
  parseAddresses,
  without,
} from "../exposure/address-set.ts";
import { isEmpty, isInternet } from "./address-kinds.ts";
import { inCluster } from "./cilium/entities.ts";
import { isUnnamed, listed, quoted } from "./describe-names.ts";
import type { LabelBox, LabelValues } from "./label-box.ts";
import { type NameSet, namespaceNameLabel, type PeerSet, type PodBox, serviceAccountLabel } from "./peer-set.ts";

/** Peers as the end of a sentence, after "from": "pods in namespace `shop`", "the internet (0.0.0.0/0)", "anywhere". */
export function describePeers(set: PeerSet): string {
  if (isEverywhere(set)) return everywhere;
  const addresses = describeAddresses(set.addresses);
  const names = describeNames(set.named, isInternet(set.addresses));
  if (set.pods.some(isAnyPod)) {
    const pods = names.includes(insideCluster) ? [] : ["any pod"];
    return listed([...pods, ...addresses, ...names], mostListed);
  }
  const pods = [...new Set(set.pods.slice(0, mostRead).map(describePods))];
  return listed([...addresses, ...names, ...pods], mostListed) || "nobody";
}

export const everywhere = "anywhere";

const mostListed = 4;

// A set of thousands of boxes is not read to its end for a sentence that names four of them.
const mostRead = 200;

/** Every pod and every address; what only has a name lies among these. */
export function isEverywhere({ pods, addresses }: PeerSet): boolean {
  return pods.some(isAnyPod) && isSubset(everyAddress, addresses);
}

export function isAnyPod({ namespace, pod }: PodBox): boolean {
  return namespace.size === 0 && pod.size === 0;
}

/** Whether a box is no narrower than "all but some": nothing that its members must have. */
export function isUnlimited(box: LabelBox): boolean {
  // Every namespace has its name as a label.
  return [...box].every(([key, { allBut, orAbsent }]) => allBut && (orAbsent || key === namespaceNameLabel));
}

function describeAddresses(set: AddressSet): readonly string[] {
  if (isEmpty(set)) return [];
  if (isInternet(set)) return [`the internet (${wholeBlocks(set)})`];
  const few = { v4: set.v4.slice(0, mostRead), v6: set.v6.slice(0, mostRead) };
  const exact = cidrsOf(few).map(shortBlock);
  const texts = exact.length > mostListed ? inPrivateBlocks(few) : exact;
  return [listed(texts, mostListed)];
}

/** Blocks that everybody knows, with what is missing of them, say more than the many blocks that are left. */
function inPrivateBlocks(set: AddressSet): readonly string[] {
  const told: string[] = [];
  let rest = set;
  for (const [name, block] of privateBlocks) {
    const own = intersection(set, block);
    const missing = cidrsOf(without(block, own));
    if (isEmpty(own) || missing.length > mostMissing || missing.length >= cidrsOf(own).length) continue;
    told.push(missing.length === 0 ? name : `${name} but ${listed(missing.map(shortBlock))}`);
    rest = without(rest, block);
  }
  return [...told, ...cidrsOf(rest).map(shortBlock)];
}

const mostMissing = 3;

const privateBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"].flatMap(
  (name): [string, AddressSet][] => {
    const block = parseAddresses([name]);
    return block ? [[name, block]] : [];
  },
);

function wholeBlocks(set: AddressSet): string {
  const missing = without(everyAddress, set);
  const families = [
    describeFamily({ v4: set.v4, v6: [] }, { v4: missing.v4, v6: [] }, "0.0.0.0/0"),
    describeFamily({ v4: [], v6: set.v6 }, { v4: [], v6: missing.v6 }, "::/0"),
  ];
  return families.filter(Boolean).join(" and ");
}

function describeFamily(set: AddressSet, missing: AddressSet, all: string): string {
  if (isEmpty(set)) return "";
  if (isEmpty(missing)) return all;
  const gaps = missing.v4.length + missing.v6.length;
  if (!isInternet(set)) return listed(cidrsOf({ v4: set.v4.slice(0, mostRead), v6: set.v6.slice(0, mostRead) }));
  return gaps <= mostGaps ? `${all} but ${listed(cidrsOf(missing).map(shortBlock))}` : `most of ${all}`;
}

const mostGaps = 8;

/** A block of one address is that address. */
function shortBlock(cidr: string): string {
  return cidr.endsWith("/32") && !cidr.includes(":") ? cidr.slice(0, -3) : cidr.replace(/\/128$/, "");
}

function describeNames({ everyName, names }: NameSet, withInternet: boolean): readonly string[] {
  if (everyName) return withInternet ? [] : ["every host name"];
  // A rule for the world admits names of all kinds; the internet says it.
  const telling = withInternet ? [...names].filter((name) => !name.startsWith("name:")) : [...names];
  const told = telling.slice(0, mostRead).sort();
  if (!inCluster.every((entity) => names.has(`entity:${entity}`))) return told.map(describeName);
  const others = told.filter((name) => !inCluster.some((entity) => name === `entity:${entity}`));
  return [insideCluster, ...others.map(describeName)];
}

const insideCluster = "everything inside the cluster";

function describeName(text: string): string {
  const [kind, name] = split(text, ":");
  if (kind === "name") return quoted(name);
  if (kind === "entity") return entities.get(name) ?? `the entity ${quoted(name)}`;
  return `peers that cannot be told (${quoted(name)})`;
}

/** What Cilium calls an entity (docs.cilium.io, "Entities Based"). */
const entities: ReadonlyMap<string, string> = new Map([
  ["world", "the internet"],
  ["world-ipv4", "the internet"],
  ["world-ipv6", "the internet"],
  ["all", everywhere],
  ["cluster", insideCluster],
  ["host", "its own node"],
  ["remote-node", "the other nodes"],
  ["kube-apiserver", "the API server"],
  ["ingress", "the ingress proxy of Cilium"],
  ["health", "the health checks of Cilium"],
]);

function describePods({ namespace, pod }: PodBox): string {
  const labels = describeBox(pod);
  const place = describeNamespaces(namespace);
  if (labels === "") return place === "" ? "any pod" : `pods${place}`;
  return `pods ${labels}${place}`;
}

function describeNamespaces(box: LabelBox): string {
  const name = box.get(namespaceNameLabel);
  const rest = new Map([...box].filter(([key]) => key !== namespaceNameLabel));
  const others = describeBox(rest);
  if (!name) return others === "" ? "" : ` in namespaces ${others}`;
  const names = listed(name.values.map(quoted));
  const more = others === "" ? "" : ` ${others}`;
  if (name.allBut)
    return name.values.length === 0 ? ` in namespaces${more}` : ` in namespaces other than ${names}${more}`;
  if (name.values.every(isUnnamed)) return ` of the same namespace${more}`;
  return ` in namespace${name.values.length === 1 ? "" : "s"} ${names}${more}`;
}

/** The conditions on labels, to stand after a noun: "with `app=a` and without `tier`". */
function describeBox(box: LabelBox): string {
  const conditions = [...box].map(([key, values]) => describeLabel(key, values)).filter((text) => text !== "");
  return listed(conditions);
}

function describeLabel(key: string, { values, allBut, orAbsent }: LabelValues): string {
  if (key === serviceAccountLabel) {
    if (values.length === 0) return "";
    return `with ${allBut ? "another ServiceAccount than" : "ServiceAccount"} ${listed(values.map(quoted))}`;
  }
  const pairs = listed(
    values.map((value) => quoted(`${key}=${value}`)),
    mostListed,
    allBut ? "and" : "or",
  );
  if (values.length === 0)
    return allBut ? (orAbsent ? "" : `with label ${quoted(key)}`) : `without label ${quoted(key)}`;
  if (allBut) return orAbsent ? `without ${pairs}` : `with label ${quoted(key)} but not ${pairs}`;
  return orAbsent ? `with ${pairs} or without label ${quoted(key)}` : `with ${pairs}`;
}

function split(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? ["", text] : [text.slice(0, at), text.slice(at + separator.length)];
}
