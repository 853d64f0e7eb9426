import { describe, expect, test } from "@jest/globals";
import { takeInventory } from "../../../src/analysis/inventory/take-inventory.ts";
import { summaryLines, summaryOf } from "../../../src/reports/inventory/summary.ts";
import type { Zone } from "../../../src/review/policy.ts";
import { viewOf } from "../../analysis/inventory/support.ts";
import { inventoryOfRows, sampleInventory } from "./support.ts";

const zone = (name: string, more: Partial<Zone>): Zone => ({
  name,
  pci: null,
  namespaces: [],
  hosts: [],
  paths: [],
  ...more,
});

describe("owners", () => {
  test("are those of the file that declares the object", () => {
    const owners = sampleInventory().rows.map(({ row, owners }) => [row.section, owners]);
    expect(owners).toEqual([
      ["exposure", ["@acme/shop", "@ann"]],
      ["access", ["@acme/platform"]],
      ["connectivity", ["@acme/shop", "@ann"]],
      ["connectivity", ["@acme/shop", "@ann"]],
      ["gap", ["@acme/platform"]],
    ]);
  });

  test("are nobody without CODEOWNERS, and that is said", () => {
    const inventory = sampleInventory({ codeowners: null });
    expect(inventory.rows.every(({ owners }) => owners.length === 0)).toBe(true);
    expect(Object.fromEntries(summaryLines(inventory)).owners).toBe("there is no CODEOWNERS file, so nobody is named");
  });

  test("that are missing for some rows are counted", () => {
    const inventory = sampleInventory({ codeowners: "/shop/ @acme/shop\n" });
    expect(Object.fromEntries(summaryLines(inventory)).owners).toBe("2 of 5 rows have no owner in CODEOWNERS");
  });
});

describe("zones", () => {
  const zonesIn = (zones: readonly Zone[]) =>
    sampleInventory({ policy: { zones } }).rows.map(({ row, zones }) => [row.section, zones]);

  test("are found by namespace, and a grant in the whole cluster reaches into every one", () => {
    expect(zonesIn([zone("cde", { namespaces: ["shop*"] }), zone("rest", { namespaces: ["rest"] })])).toEqual([
      ["exposure", ["cde"]],
      ["access", ["cde", "rest"]],
      ["connectivity", ["cde"]],
      ["connectivity", ["cde"]],
      ["gap", []],
    ]);
  });

  test("are found by host and by file", () => {
    expect(zonesIn([zone("public", { hosts: ["*.example.com"] })])[0]).toEqual(["exposure", ["public"]]);
    expect(zonesIn([zone("edge", { paths: ["apps/**"] })]).at(-1)).toEqual(["gap", ["edge"]]);
  });
});

describe("ids", () => {
  test("are the same in the next inventory, and the fingerprint follows what was looked at", () => {
    const before =
      "apiVersion: v1\nkind: Service\nmetadata: { name: db, namespace: shop }\nspec: { type: NodePort, ports: [{ port: 5432 }] }\n";
    const after = `# moved\n${before.replace("ports:", "loadBalancerSourceRanges: [10.0.0.0/8], type: LoadBalancer, ports:").replace("type: NodePort, ", "")}`;
    const of = (text: string, file: string) =>
      inventoryOfRows(takeInventory({ generators: [], unread: [] }, [viewOf({ [file]: text })])).rows[0];
    const [one, moved, other] = [of(before, "a.yaml"), of(`\n\n${before}`, "b.yaml"), of(after, "a.yaml")];
    expect(moved).toMatchObject({ id: one?.id, fingerprint: one?.fingerprint });
    expect(other?.id).toBe(one?.id);
    expect(other?.fingerprint).not.toBe(one?.fingerprint);
  });

  test("are told apart where a binding names a subject twice", () => {
    const { rows } = sampleInventory();
    const [grant] = rows.filter(({ row }) => row.section === "access");
    const twice = grant ? inventoryOfRows([grant.row, grant.row]).rows.map(({ id }) => id) : [];
    expect(new Set(twice).size).toBe(2);
    expect(twice[0]).toBe(grant?.id);
  });
});

test("the numbers are those of the rows", () => {
  expect(summaryOf(sampleInventory())).toEqual({
    hosts: 1,
    rawPorts: 0,
    reach: { internet: 1, unknown: 0, node: 0, "private-network": 0, cluster: 0 },
    hostsWithoutTls: 1,
    hostsWithTlsNotKnown: 0,
    hostsWithoutAuthentication: 1,
    grants: 1,
    clusterPowers: 1,
    clusterAdmins: 1,
    cloudIdentities: 0,
    unknownGrants: 0,
    namespaces: 1,
    namespacesNotIsolated: 0,
    namespacesPartlyIsolated: 0,
    notRendered: 1,
    asWritten: 0,
    notRead: 0,
    notUnderstood: 0,
    withoutOwner: 0,
    rows: 5,
  });
});

test("the date is that of the commit", () => {
  expect(sampleInventory().date).toBe("2026-11-20T17:00:00.000Z");
});
