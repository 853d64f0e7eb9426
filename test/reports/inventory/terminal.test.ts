import { describe, expect, test } from "@jest/globals";
import { terminal } from "../../../src/reports/inventory/formats/terminal.ts";
import { textWidth } from "../../../src/reports/text-width.ts";
import { hostileInventory, sampleInventory } from "./support.ts";

test("says the numbers first, then every row with its place and owner", () => {
  expect(terminal.render(sampleInventory(), { width: 100 })).toBe(`Inventory of 9d7289d, 2026-11-20
  ways in   1 host: 1 from the internet; 1 host without TLS, 1 without authentication at the edge
  grants    1 grant; 1 principal with power over the whole cluster, 1 of them over everything
  flows     1 namespace: 0 isolate no pod
  not here  1 generator not rendered: what these hold is missing below
  owners    0 of 5 rows have no owner in CODEOWNERS

── who can reach what (1) ──────────────────────────────────────────────────────────────────────────

● from the internet, by class nginx (ingress-nginx)
    shop.example.com
      / → Service shop/web:80
      no TLS; no authentication at the edge
      shop/web.yaml:7 · @acme/shop @ann

── who may do what (1) ─────────────────────────────────────────────────────────────────────────────

● critical  group ops: the whole cluster
  can do everything
  through ClusterRole cluster-admin
  access.yaml:6 · @acme/platform

── which pods may talk (2) ─────────────────────────────────────────────────────────────────────────

● not isolated: may reach everything
    every pod in namespace shop
      no network policy selects these pods (Deployment shop/web)
      shop/web.yaml:10 · @acme/shop @ann

● namespace shop
    Deployment web and every other pod
      may be reached by every pod in namespace shop on TCP 8080
      by NetworkPolicy shop/web
      shop/web.yaml:18 · @acme/shop @ann

── what this inventory does not show (1) ───────────────────────────────────────────────────────────

● the objects of the chart are missing here
    HelmRelease edge/nginx  apps/edge.yaml · @acme/platform
`);
});

describe("hostile text", () => {
  const text = terminal.render(hostileInventory("\u001b[31m\u202e::error::x\n::set-output name=a::b ##[group]"), {
    width: 80,
  });

  test("acts on no terminal and no log of a workflow", () => {
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text).not.toMatch(/^\s*::|##\[/m);
  });

  test("does not make lines longer than the terminal", () => {
    const long = terminal.render(hostileInventory("a".repeat(3000)), { width: 80 });
    expect(Math.max(...long.split("\n").map(textWidth))).toBeLessThanOrEqual(80);
  });
});

test("colours only where they are asked for", () => {
  expect(terminal.render(sampleInventory(), { colour: true })).toContain("\u001b[31m");
  expect(terminal.render(sampleInventory(), {})).not.toContain("\u001b");
});
