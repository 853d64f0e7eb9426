import type { DiagramFormat } from "./diagram.ts";

export const svg: DiagramFormat = { id: "svg", render: () => "" };
