import type { FieldPath } from "../../../kubernetes/resource.ts";
import { type HostPattern, normalizeHost } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxFlag, nginxPrefix, nginxValue } from "./annotations.ts";
import { entriesOf } from "./read-source-range.ts";

/** The further names in `server-alias`: as nginx `server_name`s they may be expressions, and `*.` spans several labels. */
export function nginxAliases(ingress: IngressObject): { readonly host: HostPattern; readonly field: FieldPath }[] {
  const field = ["metadata", "annotations", `${nginxPrefix}server-alias`];
  return entriesOf(nginxValue(ingress, "server-alias") ?? "").map((text) => ({ host: aliasOf(text), field }));
}

/** A canary takes its controls from the Ingress it stands beside, and only adds its backends. */
export function nginxCanary(ingress: IngressObject): boolean {
  return nginxFlag(ingress, "canary") === true;
}

function aliasOf(text: string): HostPattern {
  if (text.startsWith("~")) return { kind: "regex", text };
  const name = normalizeHost(text);
  return name.startsWith("*.") ? { kind: "suffix", suffix: name.slice(2) } : { kind: "exact", name };
}
