import type { ConnectivityChange } from "../../../src/analysis/connectivity/connectivity-change.ts";
import {
  type ConnectivityOptions,
  connectivityChanges,
} from "../../../src/analysis/connectivity/connectivity-changes.ts";
import { portsText } from "../../../src/analysis/connectivity/port-algebra.ts";
import { resourcesFrom } from "../../support/resources.ts";

/** The differences between two texts of manifests, a line each. */
export function changesBetween(before: string, after: string, options: ConnectivityOptions = {}): readonly string[] {
  return rawChanges(before, after, options).map(outline);
}

export function rawChanges(
  before: string,
  after: string,
  options: ConnectivityOptions = {},
): readonly ConnectivityChange[] {
  const view = { name: "", before: resourcesFrom(before, "a.yaml", "before"), after: resourcesFrom(after, "a.yaml") };
  return connectivityChanges(view, options);
}

function outline(change: ConnectivityChange): string {
  const targets = change.targets.map(({ namespace, workload, selector }) => `${namespace}/${workload ?? selector}`);
  if (!("traffic" in change))
    return `${change.direction} ${change.kind} ${change.resource.name} ${targets.join(" ")}`.trim();
  const isolation = change.kind === "isolation-lost" || change.kind === "isolation-gained";
  const ports = isolation ? "" : `: ${change.flows.map((flow) => portsText(flow.ports)).join("; ")}`;
  return `${change.direction} ${change.kind} ${change.directions.join("+")} ${targets.join(" ")} (${change.cause})${ports}`;
}
