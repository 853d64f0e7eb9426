import type { PlainObject } from "../../../kubernetes/resource.ts";
import { isPlainList, own } from "../../plain-differences.ts";
import { type Pair, placesOf } from "../pairs.ts";
import type { PermissionItem } from "../permission-items.ts";
import { objectIn } from "../pod.ts";
import { type Entry, newEntries } from "./patterns.ts";
import { type ProjectList, projectLists } from "./project-lists.ts";
import { roleItems, settingItems } from "./project-settings.ts";

/** What Applications of an AppProject of Argo CD may deploy, from where and to where, and who may act in it. */
export function appProjectItems(pair: Pair): readonly PermissionItem[] {
  const before = pair.before && objectIn(pair.before.data, "spec");
  const after = pair.after && objectIn(pair.after.data, "spec");
  return [
    ...projectLists.flatMap((list) => listItems(list, before, after, pair)),
    ...roleItems(before ?? {}, after ?? {}, pair),
    ...(before && after ? settingItems(before, after, pair) : []),
  ];
}

function listItems(
  list: ProjectList,
  before: PlainObject | undefined,
  after: PlainObject | undefined,
  pair: Pair,
): readonly PermissionItem[] {
  const [from, to] = [entriesIn(list, before), entriesIn(list, after)];
  const because = placesOf(pair, ["spec", list.field]);
  const items = (entries: readonly Entry[], isMore: boolean, denied: boolean) =>
    entries.map((entry): PermissionItem => {
      const says = denied ? `${list.says(entry)}, which was excluded` : list.says(entry);
      const direction = isMore ? "widened" : "narrowed";
      return { says, direction, weight: list.weightOf(entry), effect: [list.field, denied, ...entry], because };
    });
  const more = newEntries(from.allowed, to.allowed, list.paths);
  const less = newEntries(to.allowed, from.allowed, list.paths);
  // What a project excludes is no restriction to anybody where there was no project.
  const isChange = before !== undefined && after !== undefined;
  const excluded = isChange ? newEntries(from.denied, to.denied) : [];
  const readmitted = isChange ? newEntries(to.denied, from.denied) : [];
  if (list.restricts) return isChange ? [...items(more, false, false), ...items(less, true, false)] : [];
  return [
    ...items(more, true, false),
    ...items(less, false, false),
    ...items(readmitted, true, true),
    ...items(excluded, false, true),
  ];
}

/** Entries with a `!` exclude what fits the rest of them. */
function entriesIn({ field, read, absent }: ProjectList, spec: PlainObject | undefined) {
  const value = spec && own(spec, field);
  const list = isPlainList(value)
    ? value.flatMap((item) => [read(item)].filter((entry) => entry !== undefined))
    : undefined;
  const entries = list ?? (spec ? (absent ?? []) : []);
  const isDenied = (entry: Entry) => entry.some((text) => text.startsWith("!"));
  return {
    allowed: entries.filter((entry) => !isDenied(entry)),
    denied: entries.filter(isDenied).map((entry) => entry.map((text) => text.replace(/^!/, ""))),
  };
}
