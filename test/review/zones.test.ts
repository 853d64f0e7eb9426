import { describe, expect, test } from "@jest/globals";
import type { Zone } from "../../src/review/policy.ts";
import { concernsZone } from "../../src/review/zones.ts";
import { event, location } from "../support/review-facts.ts";

const zone: Zone = { name: "cde", pci: "in-scope", namespaces: [], hosts: [], paths: [] };
const ingress = event("shop").resource;

describe("an event concerns a zone", () => {
  const byNamespace = { ...zone, namespaces: ["payments", "card-*"] };

  test("by the namespace of its object", () => {
    expect(concernsZone(event("a", { resource: { ...ingress, namespace: "card-vault" } }), byNamespace)).toBe(true);
    expect(concernsZone(event("a", { resource: { ...ingress, namespace: "shop" } }), byNamespace)).toBe(false);
  });

  test("by the namespaces of the routes and services that it affects", () => {
    const listener = { resource: { ...ingress, namespace: "infra" }, namespaces: ["payments", "shop"] };
    expect(concernsZone(event("a", listener), byNamespace)).toBe(true);
    expect(concernsZone(event("a", { ...listener, namespaces: ["shop"] }), byNamespace)).toBe(false);
  });

  test("if it is cluster-wide, or nobody says in which namespace it is", () => {
    const anywhere = { resource: { ...ingress, namespace: null }, severity: "info" } as const;
    expect(concernsZone(event("a", anywhere), byNamespace)).toBe(true);
  });

  test("but not for every image tag that cannot be rendered", () => {
    const unrendered = { resource: { ...ingress, namespace: null }, theme: "coverage", severity: "info" } as const;
    expect(concernsZone(event("a", unrendered), byNamespace)).toBe(false);
    expect(concernsZone(event("a", { ...unrendered, severity: "medium" }), byNamespace)).toBe(true);
  });

  test("by any file that it follows from", () => {
    const locations = [location("apps/a.yaml"), location("cde/b.yaml", "before")];
    expect(concernsZone(event("a", { locations }), { ...zone, paths: ["cde/**"] })).toBe(true);
    expect(concernsZone(event("a"), { ...zone, paths: ["cde/**"] })).toBe(false);
  });

  test.each([
    ["*.pay.example.com", "shop.pay.example.com is public", true],
    ["*.pay.example.com", "PAY.shop.pay.Example.com is public", true],
    ["*.pay.example.com", "*.example.com is public", true],
    ["pay.example.com", "*.example.com is public", true],
    ["pay.example.com", "every host (*) is public", true],
    ["pay.example.com", "pay.example.community is public", false],
    ["pay.example.com", "shop.example.com is public", false],
  ])("with the host %s: “%s” → %s", (host, message, expected) => {
    expect(concernsZone(event("x", { message }), { ...zone, hosts: [host] })).toBe(expected);
  });

  test("by a host in its values", () => {
    const changed = event("a", { message: "a route changed", after: { hosts: ["pay.example.com"] } });
    expect(concernsZone(changed, { ...zone, hosts: ["pay.example.com"] })).toBe(true);
  });
});
