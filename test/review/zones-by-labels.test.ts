import { expect, test } from "@jest/globals";
import type { Zone } from "../../src/review/policy.ts";
import { concernsZone } from "../../src/review/zones.ts";
import { withZonesByLabels } from "../../src/review/zones-by-labels.ts";
import { resourcesFrom } from "../support/resources.ts";
import { event } from "../support/review-facts.ts";

const zone: Zone = { name: "cde", pci: "in-scope", namespaces: [], hosts: [], paths: [], labels: ["pci=cde", "card"] };
const namespace = (name: string, labels: string) =>
  resourcesFrom(`apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { ${labels} } }\n`, "a.yaml");
const inNamespace = (name: string | null, changes: Parameters<typeof event>[1] = {}) =>
  event("x", { ...changes, resource: { ...event("x").resource, namespace: name } });

function concerned(one: ReturnType<typeof event>, ...resources: ReturnType<typeof namespace>) {
  const [told] = withZonesByLabels([one], [zone], resources);
  return told !== undefined && concernsZone(told, zone);
}

test("an event in a namespace with a label of the zone concerns the zone", () => {
  expect(concerned(inNamespace("payments"), ...namespace("payments", "pci: cde"))).toBe(true);
  expect(concerned(inNamespace("payments"), ...namespace("payments", 'card: ""'))).toBe(true);
  expect(concerned(inNamespace("payments"), ...namespace("payments", "pci: out"))).toBe(false);
  expect(concerned(inNamespace("payments"), ...namespace("shop", "pci: cde"))).toBe(false);
});

test("a label that one of the states has is enough", () => {
  const both = [...namespace("payments", "pci: cde"), ...namespace("payments", "pci: out")];
  expect(concerned(inNamespace("payments"), ...both)).toBe(true);
});

test("an event that affects such a namespace concerns the zone", () => {
  const one = inNamespace("infra", { namespaces: ["payments"] });
  expect(concerned(one, ...namespace("payments", "pci: cde"))).toBe(true);
});

test("a cluster-wide object concerns every zone that lists labels", () => {
  expect(concerned(inNamespace(null))).toBe(true);
});

test("names that JavaScript knows are names like others", () => {
  expect(concerned(inNamespace("constructor"), ...namespace("toString", "pci: cde"))).toBe(false);
  expect(concerned(inNamespace("constructor"), ...namespace("constructor", "pci: cde"))).toBe(true);
});
