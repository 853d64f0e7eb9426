import type { Order } from "../containment.ts";
import { defineControl } from "../control.ts";

/** Who may publish through a listener or a delegation: which namespaces, and which kinds or names where that is limited. */
export type Attachment = {
  readonly from: "none" | "same" | "selector" | "all";
  /** Labels that a namespace must have, as `key=value`, sorted; other conditions as one text each. Only with `selector`. */
  readonly selector: readonly string[];
  /** Host names that may be claimed, empty for any. */
  readonly hosts: readonly string[];
};

export const attachment = defineControl<"attachment", Attachment>({
  name: "attachment",
  none: { from: "none", selector: [], hosts: [] },
  compare(before, after) {
    const orders = [compareFrom(before, after), compareHosts(before, after)].filter((order) => order !== "equal");
    if (new Set(orders).size > 1) return "incomparable";
    return orders[0] ?? "equal";
  },
  show({ from, selector, hosts }) {
    const who = {
      none: "nobody",
      same: "its own namespace",
      selector: `namespaces with ${selector.join(", ")}`,
      all: "every namespace",
    };
    return `${who[from]}${from !== "none" && hosts.length > 0 ? ` for ${hosts.slice(0, 5).join(", ")}` : ""}`;
  },
});

const rank = { none: 3, same: 2, selector: 1, all: 0 };

function compareFrom(before: Attachment, after: Attachment): Order {
  if (before.from !== after.from) return rank[after.from] > rank[before.from] ? "stronger" : "weaker";
  if (before.from !== "selector") return "equal";
  const [was, is] = [new Set(before.selector), new Set(after.selector)];
  const more = before.selector.every((label) => is.has(label));
  const fewer = after.selector.every((label) => was.has(label));
  return more && fewer ? "equal" : more ? "stronger" : fewer ? "weaker" : "incomparable";
}

function compareHosts(before: Attachment, after: Attachment): Order {
  if (before.from === "none" || after.from === "none") return "equal";
  const within = (inner: readonly string[], outer: readonly string[]) =>
    outer.length === 0 || (inner.length > 0 && inner.every((host) => outer.some((other) => covers(other, host))));
  const [fewer, more] = [within(after.hosts, before.hosts), within(before.hosts, after.hosts)];
  return fewer && more ? "equal" : fewer ? "stronger" : more ? "weaker" : "incomparable";
}

function covers(outer: string, inner: string): boolean {
  return outer === inner || (outer.startsWith("*.") && inner.endsWith(outer.slice(1)));
}
