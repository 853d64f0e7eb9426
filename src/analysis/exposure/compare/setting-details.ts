import { identityOf } from "../../../kubernetes/resource.ts";
import { controls } from "../controls/index.ts";
import { settingName } from "../field-settings.ts";
import type { Aspect, Route } from "../route.ts";
import type { ControlGap } from "./control-differences.ts";

/**
 * Finds the settings that came or went together with a control and stand inside its field, such as the headers that a check of
 * authentication passes on: that the control came or went says it all.
 */
export function detailsOf(gaps: readonly ControlGap[], was: Route, is: Route): (key: string) => boolean {
  const come = gaps.filter((gap) => isNone(gap, gap.values.before));
  const gone = gaps.filter((gap) => isNone(gap, gap.values.after));
  return (key) => isInside(key, come, is, was) || isInside(key, gone, was, is);
}

function isNone({ name }: ControlGap, value: unknown): boolean {
  const control = controls.find((one) => one.name === name);
  return control !== undefined && JSON.stringify(value) === JSON.stringify(control.none);
}

function isInside(key: string, gaps: readonly ControlGap[], route: Route, other: Route): boolean {
  if (gaps.length === 0 || Object.hasOwn(other.annotations, key)) return false;
  const own = key.slice(key.indexOf(": ") + 1).trim();
  const places = route.where("annotation").filter(({ path }) => [key, own].includes(settingName(path)));
  const fields = gaps.flatMap(({ name }) => route.where(name)).filter(({ path }) => path.length > 1);
  return places.length > 0 && places.every((place) => fields.some((field) => holds(field, place)));
}

function holds(field: Aspect, { resource, path }: Aspect): boolean {
  return identityOf(field.resource) === identityOf(resource) && field.path.every((step, index) => step === path[index]);
}
