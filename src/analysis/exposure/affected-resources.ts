import type { View } from "../../kubernetes/desired-state.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { unchangedData } from "../unchanged-data.ts";
import { readHost } from "./ingress/read-host.ts";
import { asList, asObject, asText } from "./plain-fields.ts";

/**
 * The resources of a view without the Ingresses that stay as they are and share no host with one that changes: no answer to
 * any request depends on them. When a change may concern every host, nothing is left out. The comparison of the rest gives
 * the same result (a property test holds it to that) at a cost of the hosts that changed.
 */
export function affectedResources(view: View): Pick<View, "before" | "after"> {
  const stays = unchangedData(view);
  const changed = new Set<string>();
  for (const resource of [...view.before, ...view.after]) {
    if (stays.has(resource.data)) continue;
    const own = resource.kind === "Ingress" ? hostsOf(resource) : null;
    if (own === null) return view;
    for (const host of own) changed.add(host);
  }
  const wildcardsOver = new Set([...changed].flatMap(parentsOf).map((parent) => `*.${parent}`));
  const isNear = (host: string) =>
    changed.has(host) || wildcardsOver.has(host) || parentsOf(host).some((parent) => changed.has(`*.${parent}`));
  const isAffected = (resource: Resource) =>
    resource.kind !== "Ingress" || !stays.has(resource.data) || (hostsOf(resource)?.some(isNear) ?? true);
  return { before: view.before.filter(isAffected), after: view.after.filter(isAffected) };
}

/** Every host that the Ingress names, `*.` kept; null if it may answer hosts that it does not name. */
function hostsOf({ data, annotations }: Resource): readonly string[] | null {
  // Aliases may be regular expressions, and redirects to and from `www.` answer names that stand nowhere.
  if (Object.keys(annotations).some((key) => /alias|www/i.test(key))) return null;
  const spec = asObject(data.spec) ?? {};
  const rules = (asList(spec.rules) ?? []).map((rule) => asText(asObject(rule)?.host) ?? "");
  const tls = (asList(spec.tls) ?? []).flatMap((entry) => asList(asObject(entry)?.hosts) ?? []);
  if (rules.length === 0 || spec.defaultBackend !== undefined || spec.backend !== undefined) return null;
  const hosts = [...rules, ...tls.map((host) => asText(host) ?? "")].map(readHost);
  const names = hosts.map((host) => {
    if (host.kind === "exact") return host.name;
    return host.kind === "one-label" ? `*.${host.suffix}` : null;
  });
  return names.every((name) => name !== null) ? names : null;
}

function parentsOf(host: string): string[] {
  const labels = host.split(".");
  return labels.map((_, index) => labels.slice(index + 1).join(".")).filter(Boolean);
}
