import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  isEmpty,
  isInternet,
  isLargePart,
  isNetwork,
  metadataAddresses,
  publicPart,
} from "../../../src/analysis/connectivity/address-kinds.ts";
import {
  type AddressSet,
  everyAddress,
  noAddress,
  parseAddresses,
} from "../../../src/analysis/exposure/address-set.ts";

function set(...blocks: readonly string[]): AddressSet {
  const parsed = parseAddresses(blocks);
  if (!parsed) throw new Error("not an address");
  return parsed;
}

test.each([
  "10.1.2.0/24",
  "192.168.0.0/16",
  "172.16.0.0/12",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "fd00::/8",
  "fe80::/10",
  "::1",
])("%s is not public", (block) => {
  expect(isEmpty(publicPart(set(block)))).toBe(true);
});

test.each(["8.8.8.8", "203.0.113.0/24", "172.32.0.0/11", "2606:4700::/32", "64:ff9b::/96"])("%s is public", (block) => {
  expect(isEmpty(publicPart(set(block)))).toBe(false);
});

test("the internet is at least half of it, in one block or many", () => {
  expect(isInternet(everyAddress)).toBe(true);
  expect(isInternet(set("::/0"))).toBe(true);
  expect(isInternet(set("2000::/3"))).toBe(true);
  expect(isInternet(set("0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2"))).toBe(true);
  expect(isInternet(set("64.0.0.0/2"))).toBe(false);
  expect(isInternet(noAddress)).toBe(false);
});

test("a /8 is more than one organisation has", () => {
  expect(isLargePart(set("52.0.0.0/8"))).toBe(true);
  expect(isLargePart(set("10.0.0.0/8"))).toBe(false);
  expect(isLargePart(set("203.0.113.0/24"))).toBe(false);
});

test("a /24 is a few machines", () => {
  expect(isNetwork(set("10.0.0.0/24"))).toBe(false);
  expect(isNetwork(set("10.0.0.0/23"))).toBe(true);
  expect(isNetwork(set("fd00::/64"))).toBe(false);
});

test("addresses that hand out credentials", () => {
  expect(metadataAddresses(set("169.254.0.0/16"))).toEqual(["169.254.169.254", "169.254.170.2", "169.254.170.23"]);
  expect(metadataAddresses(set("169.254.169.254"))).toEqual(["169.254.169.254"]);
  expect(metadataAddresses(set("10.0.0.0/8"))).toEqual([]);
});

test("more addresses are never less public", () => {
  const block = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, length]) => `${address}/${length}`);
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 8 }), block, (blocks, more) => {
      const [less, all] = [set(...blocks), set(...blocks, more)];
      for (const holds of [isInternet, isLargePart, isNetwork]) expect(holds(less) && !holds(all)).toBe(false);
    }),
  );
});
