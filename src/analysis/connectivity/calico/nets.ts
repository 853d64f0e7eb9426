import type { FieldPath, Plain } from "../../../kubernetes/resource.ts";
import { type AddressSet, noAddress, parseAddresses } from "../../exposure/address-set.ts";
import { asList } from "../../exposure/plain-fields.ts";
import { addressesOnly, joinedPeers, namesOnly } from "../peer-algebra.ts";
import { isTemplated } from "../peer-reading.ts";
import type { PeerSet } from "../peer-set.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";

/** Address blocks, and the texts of those that nobody here knows. */
export interface Blocks {
  readonly addresses: AddressSet;
  readonly unknown: readonly string[];
}

/** The blocks and single addresses of a list. */
export function blockAddresses(value: Plain, path: FieldPath, notes: ProblemNotes): Blocks {
  const known: string[] = [];
  const unknown: string[] = [];
  const items = asList(value) ?? [value];
  for (const [index, item] of items.entries()) {
    if (typeof item === "string" && parseAddresses([item])) known.push(item);
    else {
      unknown.push(`cidr ${clipped(item)}`);
      if (typeof item !== "string" || !isTemplated(item))
        notes.note([...path, index], `has \`${clipped(item)}\` as an address block, which it is not`, item);
    }
  }
  return { addresses: parseAddresses(known) ?? noAddress, unknown };
}

export function addressPeers({ addresses, unknown }: Blocks): PeerSet {
  return joinedPeers([addressesOnly(addresses), namesOnly(unknown.map((text) => `unknown:${text}`))]);
}
