import type { Order } from "../containment.ts";
import { defineControl } from "../control.ts";
import { combined, fewerIsStronger } from "../control-order.ts";

/** What external-dns publishes for a route: names beyond its hosts, where they point, and whether a proxy that filters stands in front. */
export type Dns = {
  readonly names: readonly string[];
  /** Empty: the address of the load balancer. Null: what a Gateway says that is not in the repository, or the load balancer. */
  readonly target: string | null;
  readonly access: "private" | "public" | "default" | "unknown";
  readonly proxied: "yes" | "no" | "default" | "unknown";
  /** False where an annotation keeps external-dns away, or nothing gives a name to what has no host. */
  readonly published: boolean;
};

export const dns = defineControl<"dns", Dns>({
  name: "dns",
  none: { names: [], target: "", access: "default", proxied: "default", published: true },
  compare(before, after) {
    if (!before.published && !after.published) return "equal";
    // Where there was or is no record, nothing of it can be compared.
    if (before.published !== after.published) return after.published ? "weaker" : "stronger";
    return combined([
      fewerIsStronger(before.names, after.names),
      targetOrder(before.target, after.target),
      inOrder(before.access, after.access, ["public", "default", "private"]),
      inOrder(before.proxied, after.proxied, ["no", "default", "yes"]),
    ]);
  },
  show({ names, target, access, proxied, published }) {
    if (!published) return "no record";
    const words = [
      names.length > 0 ? `also ${names.join(", ")}` : "",
      target ? `pointing to ${target}` : "",
      access === "default" ? "" : `${access} address`,
      proxied === "default" ? "" : proxyWords[proxied],
    ];
    return words.filter(Boolean).join(", ") || "a record for its host";
  },
});

const proxyWords = { yes: "behind a proxy", no: "past the proxy", unknown: "perhaps behind a proxy" };

function targetOrder(before: Dns["target"], after: Dns["target"]): Order {
  if ((before ?? "") === (after ?? "")) return "equal";
  return before === null || after === null ? "unknown" : "incomparable";
}

function inOrder(before: string, after: string, weakestFirst: readonly string[]): Order {
  if (before !== after && (before === "unknown" || after === "unknown")) return "unknown";
  const difference = weakestFirst.indexOf(after) - weakestFirst.indexOf(before);
  return difference === 0 ? "equal" : difference > 0 ? "stronger" : "weaker";
}
