import { sayLine } from "../../../analysis/access/grant-lines.ts";
import type { InventoryRow, Place } from "../../../analysis/inventory/inventory-row.ts";
import { safeJson } from "../../safe-json.ts";
import { type Inventory, isSection, type OwnedRow } from "../inventory.ts";
import type { InventoryFormat } from "../inventory-format.ts";
import { summaryOf } from "../summary.ts";
import { wordsOf } from "../words.ts";

/** `gatewarden.inventory/v1`: a stable contract, described in docs/inventory-v1.schema.json. Keys always come in this order. */
export const json: InventoryFormat = {
  id: "json",
  description: "gatewarden.inventory/v1, for programs and to compare two inventories",
  render: (inventory) => safeJson(inventoryV1(inventory)),
};

function inventoryV1(inventory: Inventory) {
  const { commit, date, policy, rows } = inventory;
  return {
    schema: "gatewarden.inventory/v1",
    commit,
    date,
    policy,
    summary: summaryOf(inventory),
    exposures: rows.filter(isSection("exposure")).map(exposureV1),
    grants: rows.filter(isSection("access")).map(grantV1),
    flows: rows.filter(isSection("connectivity")).map(flowV1),
    gaps: rows.filter(isSection("gap")).map(gapV1),
  };
}

type Owned<S extends InventoryRow["section"]> = OwnedRow<Extract<InventoryRow, { section: S }>>;

function commonV1({ row, owners, zones, id, fingerprint }: OwnedRow) {
  const { what, where, detail } = wordsOf(row);
  return {
    id,
    fingerprint,
    views: row.views,
    zones,
    owners,
    object: row.object,
    ...placeV1(row.place),
    also: row.also.map(placeV1),
    text: [what, where, detail].filter((text) => text !== "").join("; "),
  };
}

function placeV1({ file, line }: Place) {
  return { path: file === "" ? null : file, line };
}

function exposureV1(owned: Owned<"exposure">) {
  const { host, pattern, entry, conditions, paths, protection, assumptions } = owned.row;
  const { tls, plainHttp, authentication, sources, controls } = protection;
  return {
    ...commonV1(owned),
    host,
    pattern,
    reach: entry.reach,
    class: entry.class,
    controller: entry.controller,
    conditions,
    paths: paths.map(({ path, backends }) => ({
      path,
      backends: backends.map(({ name, workloads, isolation }) => ({ name, workloads, isolation })),
    })),
    tls,
    plainHttp,
    authentication,
    sources,
    controls: controls.map(({ control, value }) => ({ control, value })),
    assumptions,
  };
}

function grantV1(owned: Owned<"access">) {
  const { principal, scope, role, roleState, power, powers, rights, workloads, notes } = owned.row;
  return {
    ...commonV1(owned),
    principal: { kind: principal.kind, name: principal.name },
    scope: scope.kind,
    namespace: scope.kind === "namespace" ? scope.namespace : null,
    role,
    roleState,
    power,
    powers: powers.map(({ id, family, allows, danger, reach, names }) => ({
      id,
      family,
      allows,
      danger,
      reach,
      names,
    })),
    rights: rights.map(sayLine),
    workloads,
    notes,
  };
}

function flowV1(owned: Owned<"connectivity">) {
  const { namespace, pods, workloads, direction, state, peers, ports, policies } = owned.row;
  return {
    ...commonV1(owned),
    namespace: namespace.startsWith("(") ? null : namespace,
    pods,
    workloads,
    direction,
    state,
    peers,
    ports,
    policies,
  };
}

function gapV1(owned: Owned<"gap">) {
  const { gap, reason } = owned.row;
  return { ...commonV1(owned), gap, reason };
}
