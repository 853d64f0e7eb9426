import ipaddr from "ipaddr.js";

type Interval = readonly [first: bigint, last: bigint];

/** Source addresses as sorted, disjoint intervals per family. */
export interface AddressSet {
  readonly v4: readonly Interval[];
  readonly v6: readonly Interval[];
}

type Family = keyof AddressSet;
const bits: Readonly<Record<Family, number>> = { v4: 32, v6: 128 };
const full: Readonly<Record<Family, Interval>> = { v4: [0n, (1n << 32n) - 1n], v6: [0n, (1n << 128n) - 1n] };

export const everyAddress: AddressSet = { v4: [full.v4], v6: [full.v6] };
export const noAddress: AddressSet = { v4: [], v6: [] };

/** The union of addresses and CIDR blocks as Go's net package reads them; undefined if one of them is not readable. */
export function parseAddresses(entries: readonly string[]): AddressSet | undefined {
  const v4: Interval[] = [];
  const v6: Interval[] = [];
  for (const entry of entries) {
    const block = parseBlock(entry);
    if (!block) return undefined;
    (block.family === "v4" ? v4 : v6).push(block.interval);
  }
  return { v4: merged(v4), v6: merged(v6) };
}

export function without(set: AddressSet, removed: AddressSet): AddressSet {
  return { v4: subtract(set.v4, removed.v4), v6: subtract(set.v6, removed.v6) };
}

export function intersection(a: AddressSet, b: AddressSet): AddressSet {
  return without(a, without(a, b));
}

export function union(...sets: readonly AddressSet[]): AddressSet {
  return { v4: merged(sets.flatMap(({ v4 }) => v4)), v6: merged(sets.flatMap(({ v6 }) => v6)) };
}

export function isSubset(inner: AddressSet, outer: AddressSet): boolean {
  const rest = without(inner, outer);
  return rest.v4.length === 0 && rest.v6.length === 0;
}

/** The fewest CIDR blocks that make up the set, IPv4 first. Equal sets give equal lists. */
export function cidrsOf(set: AddressSet): string[] {
  return (["v4", "v6"] as const).flatMap((family) => set[family].flatMap((interval) => blocksOf(interval, family)));
}

function parseBlock(entry: string): { family: Family; interval: Interval } | undefined {
  const [address = "", prefix, ...rest] = entry.split("/");
  if (rest.length > 0 || (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix))) return undefined;
  const family = familyOf(address);
  if (!family) return undefined;
  const length = prefix === undefined ? bits[family] : Number(prefix);
  if (length > bits[family]) return undefined;
  const size = 1n << BigInt(bits[family] - length);
  const first = (numberOf(address) / size) * size;
  return { family, interval: [first, first + size - 1n] };
}

// ipaddr.js also reads octal, hexadecimal and shortened IPv4 forms and zone ids, which Go refuses.
function familyOf(address: string): Family | undefined {
  if (/^((0|[1-9]\d{0,2})\.){3}(0|[1-9]\d{0,2})$/.test(address) && ipaddr.IPv4.isValid(address)) return "v4";
  return address.includes(":") && !address.includes("%") && ipaddr.IPv6.isValid(address) ? "v6" : undefined;
}

function numberOf(address: string): bigint {
  return ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function merged(intervals: readonly Interval[]): Interval[] {
  const result: [bigint, bigint][] = [];
  for (const [first, last] of [...intervals].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    const previous = result.at(-1);
    if (previous && first <= previous[1] + 1n) previous[1] = last > previous[1] ? last : previous[1];
    else result.push([first, last]);
  }
  return result;
}

// Both lists are sorted and disjoint, so one pass over each is enough: a list may have thousands of entries.
function subtract(from: readonly Interval[], removed: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let next = 0;
  for (const [first, last] of from) {
    let low = first;
    for (; next < removed.length; next++) {
      const [cutFirst, cutLast] = removed[next] as Interval;
      if (cutFirst > last) break;
      if (cutFirst > low) rest.push([low, cutFirst - 1n]);
      if (cutLast >= low) low = cutLast + 1n;
      if (cutLast > last) break;
    }
    if (low <= last) rest.push([low, last]);
  }
  return rest;
}

function blocksOf([first, last]: Interval, family: Family): string[] {
  const blocks: string[] = [];
  for (let start = first; start <= last; ) {
    // The largest block that is aligned there and stays inside the interval.
    let size = start === 0n ? 1n << BigInt(bits[family]) : start & -start;
    while (size > last - start + 1n) size >>= 1n;
    blocks.push(`${addressText(start, family)}/${bits[family] - (size.toString(2).length - 1)}`);
    start += size;
  }
  return blocks;
}

function addressText(value: bigint, family: Family): string {
  const bytes = Array.from({ length: bits[family] / 8 }, (_, index) =>
    Number((value >> BigInt(bits[family] - 8 * (index + 1))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
