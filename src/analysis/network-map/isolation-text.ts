import type { NamespaceIsolation } from "./network-map.ts";

/** How far policies isolate the workloads of a namespace, in a few words; empty where nothing is known. */
export function isolationText(isolation: NamespaceIsolation | null): string {
  if (!isolation || isolation.workloads === 0) return "";
  const { workloads, ingress, egress } = isolation;
  if (ingress === workloads && egress === workloads) return "isolated";
  const parts = [share(ingress, workloads, "inwards"), share(egress, workloads, "outwards")].filter(Boolean);
  return parts.length === 0 ? "no network policy" : `isolated ${parts.join(" and ")}`;
}

function share(part: number, whole: number, direction: string): string {
  if (part === 0) return "";
  return part === whole ? direction : `${direction} (${part} of ${whole})`;
}
