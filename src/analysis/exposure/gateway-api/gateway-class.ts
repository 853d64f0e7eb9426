import type { ExposureChange } from "../exposure-change.ts";

/** Whether the class of an entry is that of a Gateway of Gateway API. */
export function isGatewayEntry(name: string | null | undefined): boolean {
  return name?.startsWith("Gateway ") ?? false;
}

/** Whether a host that one Gateway serves is now served by another one as well. */
export function isSecondGateway(change: Extract<ExposureChange, { facet: "host" }>): boolean {
  const { served, elsewhere, entries } = change;
  return served === "now" && isGatewayEntry(elsewhere) && isGatewayEntry(entries.after?.class);
}
