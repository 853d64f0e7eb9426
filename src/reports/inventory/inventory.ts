import type { InventoryRow, Place } from "../../analysis/inventory/inventory-row.ts";
import type { Plain } from "../../kubernetes/resource.ts";
import type { Codeowners } from "../../review/codeowners.ts";
import { parseCodeowners } from "../../review/codeowners.ts";
import type { Policy } from "../../review/policy.ts";
import { fingerprintOf } from "../../rules/fingerprint.ts";
import { zonesOf } from "./zones-of-row.ts";

/** Everything that somebody has to answer for at one commit. */
export interface Inventory {
  /** Full commit id. */
  readonly commit: string;
  /** When the commit was made, as ISO 8601 in UTC. */
  readonly date: string;
  /** sha256 of the policy text, or `default`. */
  readonly policy: string;
  /** Whether CODEOWNERS exists: without it nobody is named. */
  readonly hasCodeowners: boolean;
  readonly hasZones: boolean;
  readonly rows: readonly OwnedRow[];
}

/** A row with whose it is and how to find it again. */
export interface OwnedRow<R extends InventoryRow = InventoryRow> {
  readonly row: R;
  /** As CODEOWNERS writes them; empty if nobody is named. */
  readonly owners: readonly string[];
  readonly zones: readonly string[];
  /** The same for the same thing in another inventory, whatever has become of its details. */
  readonly id: string;
  /** The same for the same thing with the same details. */
  readonly fingerprint: string;
}

export interface InventoryInput {
  readonly commit: string;
  readonly time: number;
  readonly policy: Pick<Policy, "sha" | "zones">;
  /** Text of CODEOWNERS at the commit, null without one. */
  readonly codeowners: string | null;
  readonly rows: readonly InventoryRow[];
}

/** Joins rows with their owners and zones. */
export function makeInventory({ commit, time, policy, codeowners, rows }: InventoryInput): Inventory {
  const owners = codeowners === null ? undefined : parseCodeowners(codeowners);
  const seen = new Map<string, number>();
  const ownersOf = remembered((file) => ownersIn(owners, file));
  return {
    commit,
    date: new Date(time).toISOString(),
    policy: policy.sha,
    hasCodeowners: owners !== undefined,
    hasZones: policy.zones.length > 0,
    rows: rows.map((row) => {
      const id = hashOf(row, row.identity);
      const count = seen.get(id) ?? 0;
      seen.set(id, count + 1);
      return {
        row,
        owners: ownersOf(row.place.file),
        zones: zonesOf(row, policy.zones),
        // A subject that a binding names twice.
        id: count === 0 ? id : hashOf(row, [row.identity, count]),
        fingerprint: hashOf(row, factsOf(row)),
      };
    }),
  };
}

export function isSection<S extends InventoryRow["section"]>(section: S) {
  return (owned: OwnedRow): owned is OwnedRow<Extract<InventoryRow, { section: S }>> => owned.row.section === section;
}

/** `file:line`, the file alone where the line is not known. */
export function placeText({ file, line }: Place): string {
  return line === null ? file : `${file}:${line}`;
}

function hashOf({ section, views }: InventoryRow, effect: Plain): string {
  return fingerprintOf(`inventory/${section}`, views[0] ?? "", effect);
}

/** What was looked at: without places, and without what only sorts. */
function factsOf(row: InventoryRow): Plain {
  const { views: _, place: __, also: ___, touches: ____, rank: _____, ...facts } = row;
  // Interfaces have no index signature, but they hold nothing else than plain values.
  return facts as unknown as Plain;
}

function ownersIn(codeowners: Codeowners | undefined, file: string): readonly string[] {
  return file === "" ? [] : (codeowners?.ownersOf(file)?.owners ?? []);
}

function remembered<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
