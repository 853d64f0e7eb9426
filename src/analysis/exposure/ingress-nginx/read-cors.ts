import type { Cors } from "../controls/cors.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxFlag, nginxValue } from "./annotations.ts";
import { entriesOf } from "./read-source-range.ts";

/**
 * The CORS headers of a path; undefined where a template decides. Unasked, every origin is allowed, with credentials: a literal `*`
 * is sent as such, which browsers refuse together with credentials, while any origin of a list is answered with itself.
 */
export function readCors(ingress: IngressObject): Cors | undefined {
  const enabled = nginxFlag(ingress, "enable-cors");
  const credentials = nginxFlag(ingress, "cors-allow-credentials") ?? true;
  if (enabled !== true) return enabled === "unknown" ? undefined : null;
  if (credentials === "unknown") return undefined;
  const written = entriesOf(nginxValue(ingress, "cors-allow-origin") ?? "*");
  const isAny = written.length === 0 || written.some((origin) => origin === "*" || !isOrigin(origin));
  const origins = isAny ? ["*"] : [...new Set(written.map(normalized))].sort();
  return { origins, credentials, echoesAny: false };
}

// A value that the controller cannot read counts as `*`.
function isOrigin(text: string): boolean {
  return (
    hasPlaceholder(text) || text === "null" || /^([a-z][a-z0-9+.-]*:\/\/)?(\*\.)?[a-z0-9_.-]+(:\d{1,5})?$/i.test(text)
  );
}

function normalized(origin: string): string {
  return hasPlaceholder(origin) ? origin : origin.toLowerCase();
}
