import type { Plain } from "../../../kubernetes/resource.ts";
import { asObject } from "../plain-fields.ts";
import { scalarText } from "../plain-items.ts";

export const networkingGroup = "networking.istio.io";
export const securityGroup = "security.istio.io";

/** `key=value` of a selector or other map of texts, sorted. */
export function labelTexts(value: Plain | undefined): readonly string[] {
  return Object.entries(asObject(value) ?? {})
    .map(([key, text]) => `${key}=${scalarText(text) ?? JSON.stringify(text)}`)
    .sort();
}
