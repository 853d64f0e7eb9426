import { defineControl } from "../control.ts";
import { byRank } from "../control-order.ts";

/** The oldest TLS version that is accepted. `default` counts as 1.2, which every controller here documents unless its reader says otherwise. */
export type TlsVersion = "SSLv3" | "1.0" | "1.1" | "1.2" | "1.3" | "default" | { readonly policy: string };

const rank = { SSLv3: 0, "1.0": 1, "1.1": 2, "1.2": 3, default: 3, "1.3": 4 };

export const tlsVersion = defineControl<"tlsVersion", TlsVersion>({
  name: "tlsVersion",
  none: "default",
  compare(before, after) {
    if (typeof before === "string" && typeof after === "string") return byRank(rank[before], rank[after]);
    return JSON.stringify(before) === JSON.stringify(after) ? "equal" : "unknown";
  },
  show(value) {
    if (typeof value !== "string") return `what ${value.policy} allows`;
    return value === "default" ? "the controller's default" : value === "SSLv3" ? "SSL 3.0" : `TLS ${value}`;
  },
});
