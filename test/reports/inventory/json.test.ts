import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import schema from "../../../docs/inventory-v1.schema.json" with { type: "json" };
import { json } from "../../../src/reports/inventory/formats/json.ts";
import { commit, hostileInventory, inventoryOfRows, sampleInventory } from "./support.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

describe("gatewarden.inventory/v1", () => {
  test.each([
    ["one with something in each section", sampleInventory()],
    ["an empty one", inventoryOfRows([])],
    ["one without owners", sampleInventory({ codeowners: null })],
    ["one with hostile text", hostileInventory("</script>\u202e\u001b[31m##[error]")],
  ])("fits its schema: %s", (_, inventory) => {
    validate(JSON.parse(json.render(inventory, {})));
    expect(validate.errors).toBeNull();
  });

  test("has what the contract promises, in this order", () => {
    const inventory = JSON.parse(json.render(sampleInventory(), {}));
    expect(Object.keys(inventory)).toEqual([
      "schema",
      "commit",
      "date",
      "policy",
      "summary",
      "exposures",
      "grants",
      "flows",
      "gaps",
    ]);
    expect(inventory).toMatchObject({
      schema: "gatewarden.inventory/v1",
      commit,
      date: "2026-11-20T17:00:00.000Z",
      policy: "default",
      exposures: [
        {
          host: "shop.example.com",
          reach: "internet",
          tls: "no",
          authentication: "none",
          owners: ["@acme/shop", "@ann"],
          object: "Ingress shop/web",
          path: "shop/web.yaml",
          line: 7,
        },
      ],
      grants: [
        {
          principal: { kind: "group", name: "group ops" },
          scope: "cluster",
          namespace: null,
          role: "ClusterRole cluster-admin",
          power: "critical",
        },
      ],
      flows: [
        { direction: "egress", state: "not-isolated" },
        { direction: "ingress", state: "admitted", ports: "TCP 8080", policies: ["NetworkPolicy shop/web"] },
      ],
      gaps: [{ gap: "not-rendered", object: "HelmRelease edge/nginx", path: "apps/edge.yaml", line: null }],
    });
  });

  test("holds nothing that could act on a terminal", () => {
    expect(json.render(hostileInventory("\u001b[31m\u202e"), {})).not.toMatch(/[\u001b\u202e]/);
  });
});
