import { defineControl } from "../control.ts";
import { fewerIsStronger } from "../control-order.ts";

/** Other origins or hosts that the edge itself sends visitors to (redirects, sign-in pages), as `kind target`, sorted: `redirect https://pay.example.net`. */
export const redirectTarget = defineControl<"redirectTarget", readonly string[]>({
  name: "redirectTarget",
  none: [],
  compare: fewerIsStronger,
  show: (targets) => targets.join(", ") || "nowhere else",
});

/** Whether a target is a host of another domain than all of these. What names no host, or lets a template or a variable name it, is none. */
export function leavesDomain(target: string, hosts: readonly string[]): boolean {
  const host = hostOf(target);
  if (host === undefined) return false;
  const domain = domainOf(host);
  return !hosts.some((own) => domainOf(own.toLowerCase().replace(/^\*\./, "")) === domain);
}

/** The host that a target sends to, if it names one. */
export function hostOf(target: string): string | undefined {
  const text = target.slice(target.indexOf(" ") + 1);
  const url = /(?:^|[a-z]:)\/\/(?:[^\s/?#@]{0,200}@)?([^\s/?#:]+)/i.exec(text);
  const host = (url ?? /^([\w-]+(?:\.[\w-]+)+)(?=[:/?#]|$)/.exec(text))?.[1]?.toLowerCase().replace(/\.$/, "");
  return host !== undefined && /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host) ? host : undefined;
}

// The part of a name that its owner bought: two labels, or three below a registry such as `co.uk`.
function domainOf(host: string): string {
  const labels = host.split(".");
  const isRegistry = /^(com?|org|net|gov|edu|ac)\.[a-z]{2}$/.test(labels.slice(-2).join("."));
  return labels.slice(isRegistry ? -3 : -2).join(".");
}
