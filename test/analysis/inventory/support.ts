import { readExposure } from "../../../src/analysis/exposure/exposure-state.ts";
import type {
  ExposureRow,
  FlowRow,
  GapRow,
  GrantRow,
  InventoryRow,
} from "../../../src/analysis/inventory/inventory-row.ts";
import type { ViewToTake } from "../../../src/analysis/inventory/inventory-view.ts";
import { takeInventory } from "../../../src/analysis/inventory/take-inventory.ts";
import type { DesiredState } from "../../../src/kubernetes/desired-state.ts";
import { readManifest } from "../../../src/kubernetes/read-manifest.ts";
import type { Resource } from "../../../src/kubernetes/resource.ts";
import { resourceFrom } from "../../../src/kubernetes/resource-from-manifest.ts";

/** One view of files by path. */
export function viewOf(files: Readonly<Record<string, string>>, name = "", reach = "internet"): ViewToTake {
  const resources = Object.entries(files).flatMap(([file, yaml]) => resourcesIn(yaml, file));
  const controllers = { nginx: { controller: "ingress-nginx", reach } };
  return { name, resources, exposure: readExposure(resources, { controllers }) };
}

const nothing: Pick<DesiredState, "generators" | "unread"> = { generators: [], unread: [] };

export function inventoryOf(
  files: Readonly<Record<string, string>> | readonly ViewToTake[],
  state = nothing,
): readonly InventoryRow[] {
  return takeInventory(state, isViews(files) ? files : [viewOf(files)]);
}

export function exposures(rows: readonly InventoryRow[]): readonly ExposureRow[] {
  return rows.filter((row) => row.section === "exposure");
}

export function grants(rows: readonly InventoryRow[]): readonly GrantRow[] {
  return rows.filter((row) => row.section === "access");
}

export function flows(rows: readonly InventoryRow[]): readonly FlowRow[] {
  return rows.filter((row) => row.section === "connectivity");
}

export function gaps(rows: readonly InventoryRow[]): readonly GapRow[] {
  return rows.filter((row) => row.section === "gap");
}

function resourcesIn(yaml: string, file: string): readonly Resource[] {
  return readManifest(new TextEncoder().encode(yaml)).objects.map((object) => resourceFrom(object, file, "after"));
}

function isViews(files: object): files is readonly ViewToTake[] {
  return Array.isArray(files);
}
