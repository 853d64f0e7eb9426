import { defineControl } from "../control.ts";
import { byRank } from "../control-order.ts";

/**
 * Whose word counts for the client's address, on which source ranges, rate limits and logs depend: `anyone` who sends a header,
 * a `trusted` list of proxies, the PROXY protocol of a load balancer, or the `socket`. `hidden`: only a node's address is seen.
 */
export type ClientIp = {
  readonly from: "hidden" | "anyone" | "trusted" | "proxy-protocol" | "socket";
  /** The trusted proxies or the header, empty where that says nothing. */
  readonly by: string;
};

export const clientIp = defineControl<"clientIp", ClientIp>({
  name: "clientIp",
  none: { from: "socket", by: "" },
  compare(before, after) {
    if (before.from !== after.from) return byRank(rank[before.from], rank[after.from]);
    return before.by === after.by ? "equal" : "incomparable";
  },
  show({ from, by }) {
    const words = {
      hidden: "not visible behind the node",
      anyone: "whatever the client says in a header",
      trusted: "what trusted proxies say",
      "proxy-protocol": "what the load balancer says",
      socket: "the address of the connection",
    };
    return `${words[from]}${by === "" ? "" : ` (${by})`}`;
  },
});

const rank = { anyone: 0, hidden: 1, trusted: 2, "proxy-protocol": 3, socket: 4 };
