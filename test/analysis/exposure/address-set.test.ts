import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  cidrsOf,
  everyAddress,
  isSubset,
  noAddress,
  parseAddresses,
  without,
} from "../../../src/analysis/exposure/address-set.ts";

const parse = (...entries: string[]) => parseAddresses(entries) ?? noAddress;

describe("reading addresses", () => {
  test("host bits are cleared, neighbours join, order does not matter", () => {
    expect(cidrsOf(parse("10.1.2.3/8"))).toEqual(["10.0.0.0/8"]);
    expect(cidrsOf(parse("128.0.0.0/1", "0.0.0.0/1"))).toEqual(["0.0.0.0/0"]);
    expect(cidrsOf(parse("2001:db8::/32", "192.168.1.1"))).toEqual(["192.168.1.1/32", "2001:db8::/32"]);
  });

  test.each([
    "10.0.0.0/33",
    "10.0.0",
    "010.0.0.1",
    "0x0a.0.0.1",
    "10.0.0.0/08",
    "fe80::1%eth0",
    "office",
    "",
    "::/129",
  ])("%j is refused, as the controller refuses it", (entry) => {
    expect(parseAddresses(["10.0.0.0/8", entry])).toBeUndefined();
  });
});

test("a denied block stays denied inside the allow list", () => {
  expect(cidrsOf(without(parse("10.0.0.0/8"), parse("10.128.0.0/9", "11.0.0.0/8")))).toEqual(["10.0.0.0/9"]);
  expect(isSubset(everyAddress, without(everyAddress, parse("10.0.0.1")))).toBe(false);
});

test("the families are separate: all of IPv4 is not everyone", () => {
  expect(isSubset(everyAddress, parse("0.0.0.0/0"))).toBe(false);
  expect(isSubset(everyAddress, parse("0.0.0.0/0", "::/0"))).toBe(true);
});

// The last octet only, so that every address can be tried.
const block = fc
  .tuple(fc.nat(255), fc.integer({ min: 24, max: 32 }))
  .map(([last, length]) => `10.0.0.${last}/${length}`);
const blocks = fc.array(block, { maxLength: 6 });

test("sets behave as the addresses in them do", () => {
  fc.assert(
    fc.property(blocks, blocks, (a, b) => {
      const [left, right] = [parse(...a), parse(...b)];
      const [inLeft, inRight] = [members(a), members(b)];
      expect(isSubset(left, right)).toBe([...inLeft].every((address) => inRight.has(address)));
      const rest = members(cidrsOf(without(left, right)));
      expect(rest).toEqual(new Set([...inLeft].filter((address) => !inRight.has(address))));
    }),
  );
});

function members(list: readonly string[]): Set<number> {
  return new Set(
    list.flatMap((entry) => {
      const [, last, length] = /\.(\d+)\/(\d+)$/.exec(entry) ?? [];
      const size = 2 ** (32 - Number(length));
      const first = Math.floor(Number(last) / size) * size;
      return Array.from({ length: size }, (_, index) => first + index);
    }),
  );
}

test("thousands of blocks are compared in no time", () => {
  const many = Array.from({ length: 15_000 }, (_, index) => `10.${index >> 8}.${index & 255}.0/25`);
  const start = performance.now();
  expect(isSubset(parse(...many), parse(...many))).toBe(true);
  expect(performance.now() - start).toBeLessThan(8_000);
});
