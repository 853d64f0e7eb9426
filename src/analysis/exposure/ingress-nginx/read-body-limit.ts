import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxValue } from "./annotations.ts";
import { defaultValue, type NginxDefaults } from "./controller-defaults.ts";

/** `proxy-body-size`, which nginx counts in bytes, `k`, `m` or `g`. Zero is no limit; undefined where a template decides. */
export function readBodyLimit(ingress: IngressObject, defaults: NginxDefaults): number | null | "default" | undefined {
  const text = nginxValue(ingress, "proxy-body-size") ?? defaultValue(defaults, "proxy-body-size");
  if (text === undefined) return "default";
  const found = /^(\d{1,12})([bkmg]?)b?$/i.exec(text);
  if (!found) return undefined;
  const size = Number(found[1]) * (units[(found[2] ?? "").toLowerCase()] ?? 1);
  return size === 0 ? null : size === oneMegabyte ? "default" : size;
}

const units: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
const oneMegabyte = 1024 ** 2;
