import type { Plain } from "../../kubernetes/resource.ts";
import type { Control } from "../exposure/control.ts";
import { controlTitle } from "../exposure/control-titles.ts";
import type { ControlValues } from "../exposure/control-values.ts";
import { acceptsAnonymous } from "../exposure/controls/auth.ts";
import { controls } from "../exposure/controls/index.ts";
import { acceptsEveryone } from "../exposure/controls/source-range.ts";
import type { Route } from "../exposure/route.ts";
import type { Protection } from "./inventory-row.ts";

/** What stands between a client and the service, in words. */
export function protectionOf({ controls: values, host }: Pick<Route, "controls" | "host">): Protection {
  const isRaw = host.kind === "port";
  return {
    tls: isRaw && !isEncrypted(values) ? "n/a" : tlsOf(values),
    plainHttp: isRaw ? "n/a" : plainHttpOf(values),
    authentication: isRaw && values.auth === undefined ? "n/a" : authenticationOf(values),
    sources: sourcesOf(values),
    controls: shownControls(values),
  };
}

function isEncrypted({ tls, passthrough }: ControlValues): boolean {
  return passthrough === "on" || (tls !== undefined && tls !== "none");
}

function tlsOf({ tls, passthrough }: ControlValues): Protection["tls"] {
  if (passthrough === "on" || tls === "passthrough") return "passthrough";
  if (tls === undefined) return "unknown";
  if (tls === "none") return "no";
  return tls === "terminated" ? "yes" : "default-certificate";
}

function plainHttpOf({ redirect, tls, passthrough }: ControlValues): Protection["plainHttp"] {
  if (redirect === "redirect") return "redirected";
  if (redirect === "closed") return "closed";
  // What is not encrypted at all is plain whatever the redirect says.
  if (redirect === "none") return "served";
  return passthrough === "on" || tls === "passthrough" ? "n/a" : "unknown";
}

function authenticationOf({ auth }: ControlValues): Protection["authentication"] {
  if (auth === undefined || auth.kind === "unreadable") return "unknown";
  if (auth.kind === "refused" || !acceptsAnonymous(auth)) return "required";
  return auth.optionalCertificate === "no" ? "none" : "optional";
}

function sourcesOf({ sourceRange, auth }: ControlValues): Protection["sources"] {
  if (sourceRange === undefined) return "unknown";
  if (sourceRange.kind === "unreadable") return "unknown";
  if (!acceptsEveryone(sourceRange)) return "limited";
  return auth?.kind === "checks" && auth.network !== "" ? "limited" : "every";
}

/** Told by `tls`, `plainHttp`; or of no use to somebody who asks whether a way in is still needed. */
const notShown: ReadonlySet<string> = new Set([
  "tls",
  "passthrough",
  "redirect",
  "accessLog",
  "bodyLimit",
  "certificate",
  "issuer",
  "dns",
  "rewrite",
  "redirectTarget",
]);

function shownControls(values: ControlValues): Protection["controls"] {
  return controls.flatMap((control) => {
    const value: Plain | undefined = values[control.name];
    if (value === undefined || notShown.has(control.name)) return [];
    if (JSON.stringify(value) === JSON.stringify(control.none)) return [];
    // Each control shows its own values: the union of all of them is one that no compiler follows.
    const shown = (control as Pick<Control<string, Plain>, "show">).show(value);
    return [{ control: control.name, title: controlTitle(control.name), value: shown }];
  });
}
