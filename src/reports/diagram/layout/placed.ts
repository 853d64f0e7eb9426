import type { MapEdge, MapNode } from "../../../analysis/network-map/network-map.ts";

export interface Box {
  readonly node: MapNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Frame {
  readonly kind: "zone" | "namespace";
  /** The zone or namespace that it is. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly edge: MapEdge;
  /** The path in the commands of SVG. */
  readonly path: string;
  readonly label: {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly anchor: "start" | "end";
  } | null;
}
