import fc from "fast-check";
import type { MapEdge, MapNode, MapState, NetworkMap } from "../../../src/analysis/network-map/network-map.ts";

/** Names that end labels, open tags or start directives where they are not escaped. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    '"]; click a "javascript:alert(1)"',
    "%%{init: {'theme':'dark'}}%%",
    "]]>",
    "</text><script>alert(1)</script>",
    "#quot;",
    "```\n# x",
    "style a:#fff;",
    "end",
    "\u202e\u0000\ud800",
    "a\nb --> c",
    "x".repeat(5000),
    "constructor",
    "__proto__",
  ),
);

const state = fc.constantFrom<MapState>("same", "added", "removed", "changed");
const kinds = ["internet", "entry", "host", "service", "workload", "pods", "address", "name"] as const;

/** Any map: nodes of all kinds with any texts, and arrows between some of them. `states`: whether it is one of a difference. */
export function anyMap(text: fc.Arbitrary<string>, states: boolean): fc.Arbitrary<NetworkMap> {
  const stateOf = states ? state : fc.constant<MapState>("same");
  const node = fc.record({
    kind: fc.constantFrom(...kinds),
    label: text,
    detail: text,
    zone: fc.option(text),
    namespace: fc.option(text),
    state: stateOf,
  });
  const edge = fc.record({
    from: fc.nat(),
    to: fc.nat(),
    kind: fc.constantFrom("route", "flow", "blocked"),
    label: text,
    detail: text,
    encrypted: fc.constantFrom(true, false, null),
    state: stateOf,
  });
  return fc
    .tuple(fc.array(node, { maxLength: 40 }), fc.array(edge, { maxLength: 60 }), fc.array(text, { maxLength: 2 }))
    .map(([drafts, links, notes]): NetworkMap => {
      const nodes = drafts.map((draft, index): MapNode => ({ ...draft, id: `${draft.kind}:${index}` }));
      const ids = nodes.map(({ id }) => id);
      const edges =
        nodes.length === 0
          ? []
          : links.map(
              (link): MapEdge => ({
                ...link,
                from: ids[link.from % ids.length] ?? "",
                to: ids[link.to % ids.length] ?? "",
              }),
            );
      const distinct = [...new Map(edges.map((one) => [`${one.from} ${one.to} ${one.kind}`, one])).values()];
      const names = [...new Set(nodes.flatMap(({ namespace }) => namespace ?? []))];
      const zones = [...new Set(nodes.flatMap(({ zone }) => zone ?? []))];
      return {
        nodes,
        edges: distinct,
        namespaces: names.map((name) => ({ name, zone: null, isolation: null })),
        zones: zones.map((name) => ({ name, pci: "in-scope" as const })),
        notes,
      };
    });
}

/** A map of one state with texts that repeat. */
export const someMap = anyMap(fc.constantFrom("a", "b", "c"), false);
