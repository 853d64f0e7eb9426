import { defineControl } from "../control.ts";
import { byRank } from "../control-order.ts";

/** Whether workloads of a mesh insist on mutual TLS from their peers. */
export type MeshMtls = "disabled" | "permissive" | "strict";

export const meshMtls = defineControl<"meshMtls", MeshMtls>({
  name: "meshMtls",
  none: "permissive",
  compare: (before, after) => byRank(rank[before], rank[after]),
  show: (mode) => `${mode} mutual TLS`,
});

const rank = { disabled: 0, permissive: 1, strict: 2 };
