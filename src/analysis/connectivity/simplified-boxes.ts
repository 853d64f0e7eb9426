import { joinValues, type LabelBox, withValues } from "./label-box.ts";
import type { PodBox } from "./peer-set.ts";
import { isWithinPodBox, normalPodBox, podBoxText } from "./pod-box.ts";

type Side = keyof PodBox;

/** The same pods without boxes inside others, and with boxes joined that differ in the values of one label only. */
export function simplifiedBoxes(boxes: readonly PodBox[]): readonly PodBox[] {
  for (let current = withoutInner(boxes); ; ) {
    const joined = joinedOnce(current);
    if (joined.length === current.length) return current;
    current = withoutInner(joined);
  }
}

function withoutInner(boxes: readonly PodBox[]): readonly PodBox[] {
  const distinct = [...new Map(boxes.map((box) => [podBoxText(box), box])).values()];
  return distinct.filter((box) => !distinct.some((other) => other !== box && isWithinPodBox(box, other)));
}

function joinedOnce(boxes: readonly PodBox[]): readonly PodBox[] {
  let current = boxes;
  for (const side of ["namespace", "pod"] as const) {
    const keys = new Set(current.flatMap((box) => [...box[side].keys()]));
    for (const key of [...keys].sort()) current = joinedAt(current, side, key);
  }
  return current;
}

/** Boxes that are equal but for the values of one label become one. */
function joinedAt(boxes: readonly PodBox[], side: Side, key: string): readonly PodBox[] {
  const untouched = boxes.filter((box) => !box[side].has(key));
  const joined = new Map<string, PodBox>();
  for (const box of boxes) {
    const values = box[side].get(key);
    if (!values) continue;
    const text = podBoxText({ ...box, [side]: withoutKey(box[side], key) });
    const known = joined.get(text);
    const other = known?.[side].get(key);
    if (known && !other) continue;
    joined.set(text, other ? withLabel(box, side, key, joinValues(other, values)) : box);
  }
  return [...untouched, ...joined.values()];
}

function withLabel(box: PodBox, side: Side, key: string, values: Parameters<typeof withValues>[2]): PodBox {
  const changed = withValues(box[side], key, values);
  return (changed && normalPodBox({ ...box, [side]: changed })) ?? box;
}

function withoutKey(box: LabelBox, key: string): LabelBox {
  const rest = new Map(box);
  rest.delete(key);
  return rest;
}
