import type { ExposureChange } from "../exposure-change.ts";
import type { Entry } from "../route.ts";

/** Whether the class of an entry is that of a Gateway, of Gateway API or of Istio. */
export function isGatewayEntry(name: string | null | undefined): boolean {
  return /^(?:Istio )?Gateway /.test(name ?? "");
}

/** Whether a host that one Gateway serves is now served by another one as well. */
export function isSecondGateway(change: Extract<ExposureChange, { facet: "host" }>): boolean {
  const { served, elsewhere, entries } = change;
  return served === "now" && isGatewayEntry(elsewhere) && isGatewayEntry(entries.after?.class);
}

/** Whether requests are served by Gateways of which only one has its manifest in the repository. */
export function isOtherKnowledge(from: Entry, to: Entry): boolean {
  return isGatewayEntry(from.class) && isGatewayEntry(to.class) && from.missing !== to.missing;
}
