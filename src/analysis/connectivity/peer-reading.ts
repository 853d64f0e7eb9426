import type { FieldPath, Plain } from "../../kubernetes/resource.ts";
import {
  type AddressSet,
  everyAddress,
  isSubset,
  noAddress,
  parseAddresses,
  without,
} from "../exposure/address-set.ts";
import { asObject } from "../exposure/plain-fields.ts";
import { itemsOf } from "../exposure/plain-items.ts";
import { type LabelSelector, readSelector } from "../label-selector.ts";
import { boxOf, type LabelBox, type LabelValues } from "./label-box.ts";
import { addressesOnly, joinedPeers, namesOnly } from "./peer-algebra.ts";
import { namespaceNameLabel, type PeerSet, type PodSet } from "./peer-set.ts";
import { clipped, type ProblemNotes } from "./policy-problems.ts";

/** Labels that a selector asks for; `none` where its conditions contradict each other, undefined if the API server refuses it. */
export type SelectedLabels = LabelBox | "none" | undefined;

export function selectedLabels(value: Plain, path: FieldPath, notes: ProblemNotes): SelectedLabels {
  const selector = notedSelector(value, path, notes);
  return selector && (boxOf(selector) ?? "none");
}

/** A label selector; undefined, and noted, where the API server refuses it. */
export function notedSelector(value: Plain, path: FieldPath, notes: ProblemNotes): LabelSelector | undefined {
  const selector = readSelector(value);
  // The API server refuses these too: validation.ValidateLabelSelectorRequirement.
  const isRefused = selector?.matchExpressions.some(({ operator, values }) =>
    operator === "In" || operator === "NotIn" ? values.length === 0 : values.length > 0,
  );
  if (!selector || isRefused) {
    notes.note(path, `has the selector \`${clipped(value)}\`, which is none`, value);
    return undefined;
  }
  noteOtherFields(value, path, notes);
  return selector;
}

function noteOtherFields(value: Plain, path: FieldPath, notes: ProblemNotes): void {
  notes.noteOthers(asObject(value) ?? {}, ["matchLabels", "matchExpressions"], path);
  for (const { value: requirement, field } of itemsOf(asObject(value)?.matchExpressions, [...path, "matchExpressions"]))
    notes.noteOthers(requirement, ["key", "operator", "values"], field);
}

/** The pods that have the labels, in namespaces that have theirs. */
export function podsWith(namespace: LabelBox | "none", pod: LabelBox | "none"): PodSet {
  return namespace === "none" || pod === "none" ? [] : [{ namespace, pod }];
}

/** The namespace of that name. */
export function namespaceNamed(name: string): LabelBox {
  return new Map([[namespaceNameLabel, oneOf([name])]]);
}

export function oneOf(values: readonly string[]): LabelValues {
  return { values: [...new Set(values)].sort(), allBut: false, orAbsent: false };
}

/** Peers that nobody here can evaluate: equal texts are equal peers. */
export function unknownPeers(text: string): PeerSet {
  return namesOnly([`unknown:${text}`]);
}

/** Whether a program fills in parts of a text before it gets to the cluster. */
export function isTemplated(text: string): boolean {
  return text.includes("${") || text.includes("{{") || text.includes("$(");
}

/**
 * The addresses of a block without some blocks inside of it; undefined if that is none. What a template will fill in is unknown,
 * and of a block without such parts at most all of its addresses.
 */
export function peersOfBlock(cidr: string, except: readonly string[]): PeerSet | undefined {
  const unknown = unknownPeers(
    [`cidr ${cidr}`, ...(except.length > 0 ? ["except", ...[...except].sort()] : [])].join(" "),
  );
  if (isTemplated(cidr)) return unknown;
  const block = blockOf(cidr);
  const addresses =
    block &&
    blockWithout(
      block,
      except.filter((part) => !isTemplated(part)),
    );
  if (!addresses) return undefined;
  return except.some(isTemplated) ? joinedPeers([addressesOnly(addresses), unknown]) : addressesOnly(addresses);
}

/** The addresses of one block; undefined if it is none. An address alone is no block. */
function blockOf(cidr: string): AddressSet | undefined {
  return cidr.includes("/") ? parseAddresses([cidr]) : undefined;
}

/** A block without others; undefined where one is no block, lies not inside, or leaves nothing. */
function blockWithout(block: AddressSet, excepted: readonly string[]): AddressSet | undefined {
  const isInside = (cidr: string) => {
    const part = blockOf(cidr);
    return part !== undefined && isSubset(part, block) && !isSubset(block, part);
  };
  if (!excepted.every(isInside)) return undefined;
  const cut = parseAddresses(excepted);
  return cut && without(block, cut);
}

/** Whether a block stands for everybody who has an address of its family, pods among them. */
export function coversFamily(addresses: AddressSet): boolean {
  return (["v4", "v6"] as const).some((family) =>
    isSubset({ ...noAddress, [family]: everyAddress[family] }, addresses),
  );
}
