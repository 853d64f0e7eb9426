import { allows } from "../label-box.ts";
import type { Selector } from "./selector.ts";

/** The labels of one object; undefined for a label that it may or may not have. */
export type LabelLookup = (key: string) => { readonly value: string | undefined } | undefined;

/** Whether an object that is no pod has the labels that a selector asks for; undefined where that is not known. */
export function isSelected(selector: Selector, isGlobal: boolean, label: LabelLookup): boolean | undefined {
  switch (selector.kind) {
    case "all":
      return true;
    case "global":
      return isGlobal;
    case "label": {
      const found = label(selector.key);
      return found && allows(selector.values, found.value);
    }
    case "text": {
      const found = label(selector.key);
      return found && found.value !== undefined && hasText(found.value, selector);
    }
    case "not": {
      const inner = isSelected(selector.part, isGlobal, label);
      return inner === undefined ? undefined : !inner;
    }
    case "and":
      return decided(selector.parts, false, isGlobal, label);
    case "or":
      return decided(selector.parts, true, isGlobal, label);
  }
}

/** One part that is `value` decides. */
function decided(
  parts: readonly Selector[],
  value: boolean,
  isGlobal: boolean,
  label: LabelLookup,
): boolean | undefined {
  const results = parts.map((part) => isSelected(part, isGlobal, label));
  if (results.includes(value)) return value;
  return results.includes(undefined) ? undefined : !value;
}

function hasText(value: string, { test, text }: Selector & { readonly kind: "text" }): boolean {
  switch (test) {
    case "contains":
      return value.includes(text);
    case "starts":
      return value.startsWith(text);
    case "ends":
      return value.endsWith(text);
  }
}
