import type { Location } from "../../kubernetes/location.ts";
import type { Plain } from "../../kubernetes/resource.ts";
import { listed } from "../access/grant-lines.ts";
import type { Direction } from "../change.ts";
import { keyOf } from "../plain-differences.ts";
import { objectKey, type Pair, present } from "./pairs.ts";
import { type PrivilegeChange, type PrivilegeKind, privilegeChange, type Weight } from "./privilege-change.ts";
import { named } from "./say-object.ts";

/** One thing that an object of settings allows, or no longer allows. */
export interface PermissionItem {
  /** What it allows, after "now …" or "no longer …"; of an unknown, what became of it, after the object's name. */
  readonly says: string;
  readonly direction: Direction;
  readonly weight: Weight;
  /** What tells it from the other items of the object. */
  readonly effect: Plain;
  readonly because: readonly Location[];
}

const weights: readonly Weight[] = ["critical", "high", "medium", "low"];

/** One change for all that an object allows more, one for what it allows less, and one for what nobody can tell. */
export function changesOfItems(
  pair: Pair,
  view: string,
  kind: PrivilegeKind,
  items: readonly PermissionItem[],
): readonly PrivilegeChange[] {
  const resource = present(pair);
  if (!resource) return [];
  const subject = named(resource);
  if (!pair.after) {
    const gone = items.some(({ direction }) => direction === "unknown" || direction === "widened")
      ? "unknown"
      : "narrowed";
    return [whole(pair, view, kind, { sentence: `${subject} was removed`, direction: gone, items })];
  }
  if (!pair.before && items.length === 0)
    return [whole(pair, view, kind, { sentence: `${subject} was added`, direction: "neutral", items })];
  return (["widened", "unknown", "narrowed", "neutral"] as const).flatMap((direction) => {
    const own = items.filter((item) => item.direction === direction);
    if (own.length === 0) return [];
    const verb = { widened: " now ", narrowed: " no longer ", unknown: " ", neutral: " " }[direction];
    const said = [...new Set(sorted(own).map(({ says }) => says))];
    return [whole(pair, view, kind, { sentence: `${subject}${verb}${listed(said, 5, "; ")}`, direction, items: own })];
  });
}

function whole(
  pair: Pair,
  view: string,
  kind: PrivilegeKind,
  {
    sentence,
    direction,
    items,
  }: Pick<PrivilegeChange, "sentence" | "direction"> & { readonly items: readonly PermissionItem[] },
): PrivilegeChange {
  const resource = present(pair) as NonNullable<ReturnType<typeof present>>;
  const own = sorted(items);
  const shared = { kind, object: objectKey(resource), direction };
  const parts = own.map(({ effect }): Plain => ({ ...shared, item: effect }));
  const said = [...new Set(own.map(({ says }) => says))].slice(0, 30);
  const isGain = direction === "widened" || direction === "unknown";
  const state = pair.after ? "" : "removed";
  return privilegeChange(view, resource, {
    kind,
    direction,
    weight: own[0]?.weight ?? "low",
    sentence,
    effect: { ...shared, state, items: own.map(({ effect }) => effect) },
    ...(parts.length > 0 ? { parts } : {}),
    before: isGain || said.length === 0 ? null : said,
    after: isGain && said.length > 0 ? said : null,
    because: [...own.flatMap(({ because }) => because), ...(own.length === 0 ? [resource.locate([])] : [])].slice(
      0,
      50,
    ),
  });
}

/** The gravest first, and beyond that in an order that does not follow the text of the manifest. */
function sorted(items: readonly PermissionItem[]): readonly PermissionItem[] {
  const keyed = items.map((item) => ({ item, rank: weights.indexOf(item.weight), key: keyOf(item.effect) }));
  return keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}
