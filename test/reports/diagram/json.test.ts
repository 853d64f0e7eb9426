import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import schema from "../../../docs/diagram-v1.schema.json" with { type: "json" };
import { json } from "../../../src/reports/diagram/json.ts";
import { anyMap, hostileText } from "../../analysis/network-map/random-maps.ts";
import { deployment, ingress, mapAt, mapBetween, networkPolicy, service } from "../../support/network-maps.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const web = deployment("web") + service("web") + ingress("web", "shop.example.com");
const closed = networkPolicy("web", "web", "ingress: []");

describe("gatewarden.diagram/v1", () => {
  test("fits its schema at a commit", async () => {
    const text = json.render({
      base: null,
      head: "b".repeat(40),
      maps: [{ name: "", map: await mapAt(web + closed) }],
      notes: [],
    });
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
    expect(text).not.toContain('"state"');
  });

  test("fits its schema for a change", async () => {
    const map = await mapBetween(web, web + closed);
    const text = json.render({ base: "a".repeat(40), head: "b".repeat(40), maps: [{ name: "prod", map }], notes: [] });
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
    expect(JSON.parse(text).views[0]).toMatchObject({ name: "prod", nodes: expect.arrayContaining([]) });
    expect(text).toContain('"state": "removed"');
  });

  test("fits its schema whatever the manifests say, and nothing in it acts on a terminal", () => {
    fc.assert(
      fc.property(anyMap(hostileText, true), (map) => {
        const text = json.render({ base: "a", head: "b", maps: [{ name: "", map }], notes: [] });
        validate(JSON.parse(text));
        expect(validate.errors).toBeNull();
        expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\u202e/u);
      }),
    );
  });
});
