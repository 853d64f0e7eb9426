import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { NetworkMap } from "../../src/analysis/network-map/network-map.ts";
import { diagramSection } from "../../src/reports/diagram-section.ts";
import { stickyComment } from "../../src/reports/sticky-comment.ts";
import { reviewPullRequest } from "../../src/review-pull-request.ts";
import { anyMap, hostileText } from "../analysis/network-map/random-maps.ts";
import { memoryTree } from "../support/memory-tree.ts";
import { deployment, ingress, networkPolicy, service } from "../support/network-maps.ts";
import { tagsOf } from "../support/read-markdown.ts";
import { demand, hostWildcardAdded, samplePlan } from "../support/sample-plan.ts";

const context = { marker: "gatewarden:1" };
const web = deployment("web") + service("web");
const app = (name: string) => deployment(name) + service(name) + ingress(name, `${name}.example.com`);

async function review(before: string, after: string) {
  const tree = memoryTree({ before: { "all.yaml": before }, after: { "all.yaml": after } });
  const { defaultPolicy } = await import("../../src/review/default-policy.ts");
  return reviewPullRequest({
    tree,
    base: "before",
    head: "after",
    policy: { kind: "policy", policy: defaultPolicy },
    codeowners: null,
    approvals: null,
    now: new Date("2026-11-20T17:00:00Z"),
  });
}

const boxes = (comment: string) => comment.match(/^ +n\d+[[({]/gm)?.length ?? 0;

describe("the diagram in the comment", () => {
  test("shows what a new host exposes, before the reasons", async () => {
    const comment = stickyComment(await review(web, web + ingress("web", "shop.example.com")), context);
    expect(comment).toContain("**What changes in the network**\n\n```mermaid\nflowchart LR\n");
    expect(comment).toContain('(["added: shop.example.com"]):::added');
    expect(comment.indexOf("```mermaid")).toBeLessThan(comment.indexOf("**Why, and what to do**"));
  });

  test("shows pods that a policy no longer isolates", async () => {
    const closed = networkPolicy("web", "web", "ingress: []");
    const comment = stickyComment(await review(web + closed, web), context);
    expect(comment).toContain("added: every port");
  });

  test("is not there where nothing in the network changes", async () => {
    expect(stickyComment(await review(web, web.replace("port: 80,", "port: 81,")), context)).not.toContain("mermaid");
    expect(
      (await review(web, `${web}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: x }\n`)).diagram,
    ).toBeUndefined();
  });

  test("has at most 25 boxes, and is folded above 12", async () => {
    const many = Array.from({ length: 60 }, (_, index) => app(`app-${index}`).replaceAll("shop", `ns-${index}`)).join(
      "",
    );
    const plan = await review(web, web + many);
    const comment = stickyComment(plan, context);
    expect(boxes(comment)).toBeGreaterThan(2);
    expect(boxes(comment)).toBeLessThanOrEqual(25);
    const few = stickyComment(await review(web, web + app("a")), context);
    expect(few).not.toContain("<summary>What changes in the network");
  }, 30_000);

  test("gives way to everything else where there is no room", () => {
    const node = (index: number) => ({
      id: `host:${index}`,
      kind: "host" as const,
      label: "ü".repeat(60),
      detail: "",
      zone: null,
      namespace: null,
      state: "added" as const,
    });
    const map: NetworkMap = {
      nodes: Array.from({ length: 25 }, (_, index) => node(index)),
      edges: [],
      namespaces: [],
      zones: [],
      notes: [],
    };
    const events = Array.from({ length: 300 }, (_, index) => ({
      ...hostWildcardAdded,
      id: `${index}`,
      why: "x".repeat(500),
    }));
    const ids = events.map(({ id }) => id);
    const verdict = {
      ...samplePlan.verdict,
      demands: [demand({ id: "0", label: "1 approval", eventIds: ids, openEventIds: ids })],
    };
    const comment = stickyComment({ ...samplePlan, events, verdict, diagram: [{ name: "", map }] }, context);
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(60_000);
    expect(comment).toContain("`gatewarden diagram --diff` draws it");
    expect(tagsOf(comment).filter((tag) => tag === "<details>").length).toBe(
      tagsOf(comment).filter((tag) => tag === "</details>").length,
    );
  });

  test("ends its block only at its end, whatever the manifests say", () => {
    fc.assert(
      fc.property(anyMap(hostileText, true), (map) => {
        const { open, items, close } = diagramSection({ ...samplePlan, diagram: [{ name: "", map }] });
        const text = open + items.join("") + close;
        expect(text.match(/`/g)?.length ?? 0).toBe(items.length * 6);
        expect(text).not.toContain("<!--");
      }),
    );
  });
});
