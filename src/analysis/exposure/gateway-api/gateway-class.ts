import type { ExposureChange } from "../exposure-change.ts";
import type { Entry } from "../route.ts";

/** Whether the class of an entry is that of a Gateway of Gateway API. */
export function isGatewayEntry(name: string | null | undefined): boolean {
  return name?.startsWith("Gateway ") ?? false;
}

/** Whether a host that one Gateway serves is now served by another one as well. */
export function isSecondGateway(change: Extract<ExposureChange, { facet: "host" }>): boolean {
  const { served, elsewhere, entries } = change;
  return served === "now" && isGatewayEntry(elsewhere) && isGatewayEntry(entries.after?.class);
}

/** Whether a Gateway is the same and only one of the two sides has its manifest: an entry without one says which listener is meant. */
export function isOtherKnowledge(from: Entry, to: Entry): boolean {
  const isSame = isGatewayEntry(from.class) && from.class === to.class;
  return isSame && (from.listener === undefined) !== (to.listener === undefined);
}
