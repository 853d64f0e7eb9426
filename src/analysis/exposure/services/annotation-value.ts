import type { Resource } from "../../../kubernetes/resource.ts";
import { hasPlaceholder } from "../host-pattern.ts";

/** The value of the first of some annotations that has one. */
export function annotationValue({ annotations }: Resource, ...keys: readonly string[]): string | undefined {
  const key = keys.find((one) => Object.hasOwn(annotations, one) && annotations[one]?.trim() !== "");
  return key === undefined ? undefined : annotations[key]?.trim();
}

/** A switch as clouds read it. What a template fills in is unknown, and anything else is off. */
export function isOn(value: string | undefined): boolean | "unknown" {
  if (value === undefined) return false;
  return hasPlaceholder(value) ? "unknown" : /^(true|1|t|yes|on|enabled)$/i.test(value);
}

/** The value of a key in a list such as `access_logs.s3.enabled=true,deletion_protection.enabled=true`. */
export function attributeValue(list: string | undefined, key: string): string | undefined {
  const entry = (list ?? "").split(",").find((one) => one.split("=")[0]?.trim() === key);
  return entry?.slice(entry.indexOf("=") + 1).trim();
}
