import { type AddressSet, intersection, isSubset, parseAddresses, union, without } from "../exposure/address-set.ts";

/**
 * Addresses that are not routed on the internet (IANA special-purpose registries, RFC 6890). Those for documentation count as
 * public: who writes them means a place outside.
 */
const notPublic = known([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "224.0.0.0/3",
  "::/127",
  "fc00::/7",
  "fe80::/10",
  "ff00::/8",
]);

const globalUnicast = known(["2000::/3"]);

/** Where clouds hand out credentials and data of an instance or a pod, by who does. */
const metadataServices: readonly { readonly address: string; readonly block: AddressSet }[] = [
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "100.100.100.200",
  "168.63.129.16",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
].map((address) => ({ address, block: known([address]) }));

export function publicPart(set: AddressSet): AddressSet {
  return without(set, notPublic);
}

export function isEmpty({ v4, v6 }: AddressSet): boolean {
  return v4.length === 0 && v6.length === 0;
}

/** Addresses at which a cloud hands out credentials. */
export function metadataAddresses(set: AddressSet): readonly string[] {
  return metadataServices.filter(({ block }) => isSubset(block, set)).map(({ address }) => address);
}

/** Whether every address of the set is one of these. */
export function isWithinMetadata(set: AddressSet): boolean {
  return isSubset(set, union(...metadataServices.map(({ block }) => block)));
}

/** Whether the set is the internet at large: at least half of the public addresses of IPv4 or IPv6. */
export function isInternet(set: AddressSet): boolean {
  return publicShare(set, 1n << 31n, 1n << 124n);
}

/** Whether the set holds more public addresses than one organisation has: a /8 of IPv4, a /16 of IPv6. */
export function isLargePart(set: AddressSet): boolean {
  return publicShare(set, 1n << 24n, 1n << 112n);
}

/** Whether the set is a network rather than a few machines: more than a /24 of IPv4 or a /64 of IPv6. */
export function isNetwork({ v4, v6 }: AddressSet): boolean {
  return count(v4) > 1n << 8n || count(v6) > 1n << 64n;
}

function publicShare(set: AddressSet, v4: bigint, v6: bigint): boolean {
  const open = publicPart(set);
  return count(open.v4) >= v4 || count(intersection(open, globalUnicast).v6) >= v6;
}

function count(intervals: AddressSet["v4"]): bigint {
  return intervals.reduce((sum, [first, last]) => sum + last - first + 1n, 0n);
}

function known(blocks: readonly string[]): AddressSet {
  const set = parseAddresses(blocks);
  if (!set) throw new Error(`not an address block among ${blocks.join(", ")}`);
  return set;
}
