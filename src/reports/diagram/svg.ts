import type { MapEdge, MapNode, MapState, NamedMap, NetworkMap } from "../../analysis/network-map/network-map.ts";
import { shortSha } from "../wording.ts";
import { type Diagram, type DiagramFormat, emptyText } from "./diagram.ts";
import { drawnMaps } from "./drawn.ts";
import { type Layout, layOut } from "./layout/layout.ts";
import { boxTexts, sizes } from "./layout/measures.ts";
import type { Box, Frame, Line } from "./layout/placed.ts";
import { legendOf } from "./legend.ts";
import { styleSheet } from "./svg-style.ts";
import { xmlText } from "./svg-text.ts";
import { edgeText, namespaceTitle, nodeText, stateWord, zoneTitle } from "./words.ts";

/** One picture that needs nothing else: no scripts, no fonts, no links. */
export const svg: DiagramFormat = { id: "svg", render: (diagram) => svgDiagram(diagram, drawnMaps(diagram)) };

const titleHeight = 44;

function svgDiagram(diagram: Diagram, maps: readonly NamedMap[]): string {
  const title = titleOf(diagram);
  const parts: string[] = [];
  let y = titleHeight;
  let width = 640;
  const note = (line: string) => {
    parts.push(textAt(line, sizes.margin, y + 16, "note"));
    width = Math.max(width, line.length * sizes.smallLetter + 2 * sizes.margin);
    y += 16;
  };
  for (const { name, map } of maps) {
    const layout = layOut(map);
    const heading = maps.length > 1 ? textAt(name || "Everything else", sizes.margin, y + 16, "frame-title") : "";
    const top = y + (heading === "" ? 0 : 24);
    parts.push(heading, `<g transform="translate(0 ${top})">`, ...drawing(map, layout), "</g>");
    y = top + Math.ceil(layout.height);
    width = Math.max(width, layout.width);
    for (const line of legendOf(map)) note(line);
    y += sizes.margin;
  }
  for (const line of [...(maps.length > 0 ? [] : [emptyText(diagram)]), ...diagram.notes]) note(line);
  const [w, h] = [Math.ceil(width), y + sizes.margin];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img">`,
    `<title>${xmlText(title)}</title>`,
    `<style>${styleSheet}</style>`,
    `<defs>${(["same", "added", "removed", "changed"] as const).map(marker).join("")}</defs>`,
    `<rect class="paper" width="${w}" height="${h}"/>`,
    textAt(title, sizes.margin, 30, "title"),
    ...parts.filter(Boolean),
    "</svg>",
  ].join("\n")}\n`;
}

function titleOf({ base, head }: Diagram): string {
  return base === null ? `Network at ${shortSha(head)}` : `Network changes from ${shortSha(base)} to ${shortSha(head)}`;
}

function marker(state: MapState): string {
  const shape = `<path class="head-${state}" d="M0,0 L9,4.5 L0,9 z"/>`;
  return `<marker id="head-${state}" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" refX="8.5" refY="4.5" orient="auto">${shape}</marker>`;
}

function drawing(map: NetworkMap, { frames, lines, boxes }: Layout): readonly string[] {
  const ordered = frames.toSorted((a, b) => Number(b.kind === "zone") - Number(a.kind === "zone"));
  return [
    ...ordered.map((frame) => frameOf(frame, map)),
    ...lines.map(lineOf),
    ...boxes.map((box) => boxOf(box)),
    ...lines.map(labelOfLine).filter(Boolean),
  ];
}

function frameOf({ kind, name, x, y, width, height }: Frame, map: NetworkMap): string {
  const zone = kind === "zone" ? (map.zones.find((one) => one.name === name) ?? { name, pci: null }) : null;
  const inScope = zone?.pci === "in-scope" ? " in-scope" : "";
  const rect = `<rect class="frame ${kind}${inScope}" ${at(x, y, width, height)} rx="8"/>`;
  return rect + textAt(zone ? zoneTitle(zone) : namespaceTitle(map, name), x + 12, y + 18, "frame-title");
}

function lineOf({ edge, path }: Line): string {
  const blocked = edge.kind === "blocked" ? " blocked" : "";
  const tip = `<title>${xmlText(tipOf(edge))}</title>`;
  return `<path class="line ${edge.state}${blocked}" d="${path}" marker-end="url(#head-${edge.state})">${tip}</path>`;
}

function tipOf(edge: MapEdge): string {
  return [`${stateWord(edge.state)}${edgeText(edge)}`, edge.detail].filter(Boolean).join("; ");
}

function labelOfLine({ edge, label }: Line): string {
  if (!label) return "";
  const state = edge.state === "same" ? "" : ` ${edge.state}`;
  return `<text class="label${state}" x="${Math.round(label.x)}" y="${Math.round(label.y)}" text-anchor="${label.anchor}">${xmlText(label.text)}</text>`;
}

function boxOf({ node, x, y, width, height }: Box): string {
  const { name, about } = boxTexts(node);
  const middle = x + width / 2;
  const line = y + height / 2;
  const state = node.state === "same" ? "" : ` ${node.state}`;
  return [
    "<g>",
    `<title>${xmlText(`${stateWord(node.state)}${nodeText(node)}`)}</title>`,
    `<rect class="box${isOutside(node) ? " outside" : ""}${state}" ${at(x, y, width, height)} rx="${cornerOf(node)}"/>`,
    doubled(node) ? `<path class="box" d="M${Math.round(x) + 5},${Math.round(y)} v${height}"/>` : "",
    textAt(name, middle, line - 2, "", "middle"),
    textAt(about, middle, line + 13, `about${state}`, "middle"),
    "</g>",
  ].join("");
}

function isOutside({ namespace, kind }: MapNode): boolean {
  return namespace === null && kind !== "entry" && kind !== "host" && kind !== "namespace";
}

function cornerOf({ kind }: MapNode): number {
  if (kind === "host") return 20;
  return kind === "service" || kind === "workload" || kind === "namespace" ? 4 : 10;
}

function doubled({ kind }: MapNode): boolean {
  return kind === "workload" || kind === "namespace";
}

function at(x: number, y: number, width: number, height: number): string {
  return `x="${Math.round(x)}" y="${Math.round(y)}" width="${Math.round(width)}" height="${Math.round(height)}"`;
}

function textAt(text: string, x: number, y: number, style: string, anchor?: "middle"): string {
  const place = `x="${Math.round(x)}" y="${Math.round(y)}"`;
  return `<text${style === "" ? "" : ` class="${style}"`} ${place}${anchor ? ` text-anchor="${anchor}"` : ""}>${xmlText(text, 300)}</text>`;
}
