import { defineControl } from "../control.ts";
import { byRank } from "../control-order.ts";

/** How the hop from the edge to the pods is encrypted. `by` names what the server's certificate is checked against. */
export type BackendTls = {
  readonly level: "none" | "encrypted" | "verified" | "mutual" | "unknown";
  readonly by: string;
};

export const backendTls = defineControl<"backendTls", BackendTls>({
  name: "backendTls",
  none: { level: "none", by: "" },
  compare(before, after) {
    if (before.level === after.level && before.by === after.by) return "equal";
    if (before.level === "unknown" || after.level === "unknown") return "unknown";
    if (before.level === after.level) return "incomparable";
    return byRank(rank[before.level], rank[after.level]);
  },
  show({ level, by }) {
    if (level === "none") return "plain HTTP to the pods";
    if (level === "encrypted") return "TLS to the pods without a check of their certificate";
    if (level === "unknown") return "unknown";
    return `TLS to the pods, verified${by === "" ? "" : ` (${by})`}${level === "mutual" ? " on both sides" : ""}`;
  },
});

const rank = { none: 0, encrypted: 1, verified: 2, mutual: 3 };
