import type { View } from "../../kubernetes/desired-state.ts";
import { isWorkloadKind, topicOf } from "../../kubernetes/kinds.ts";
import type { Plain, Resource } from "../../kubernetes/resource.ts";
import { unchangedData } from "../unchanged-data.ts";
import { leafHosts, serviceNamesIn } from "./leaf-routes.ts";
import { asObject } from "./plain-fields.ts";

/**
 * The resources of a view without the routes that stay as they are and share no host with one that changes: no answer to any
 * request depends on them. When a change may concern every host, nothing is left out. The comparison of the rest gives the same
 * result (a property test holds it to that) at a cost of the hosts that changed: what depends on whether an object exists asks
 * the `World` for all of them.
 */
export function affectedResources(view: View): Pick<View, "before" | "after"> {
  const stays = unchangedData(view);
  const changed = new Set<string>();
  const services = new Set<string>();
  const all = [...view.before, ...view.after.filter(({ data }) => !stays.has(data))];
  if (all.some(joinsIngresses)) return view;
  for (const resource of all) {
    if (stays.has(resource.data)) continue;
    const reach = reachOfChange(resource);
    if (reach === "every-host") return view;
    if (reach === "service") services.add(resource.name);
    else for (const host of reach) changed.add(host);
  }
  // What a Service says of itself concerns the routes that lead to it.
  if (services.size > 0)
    for (const resource of all) {
      const hosts = leafHosts(resource);
      if (hosts === undefined || !serviceNamesIn(resource).some((name) => services.has(name))) continue;
      if (hosts === null) return view;
      for (const host of hosts) changed.add(host);
    }
  // Whether an alias answers depends on every Ingress that names it, also where only the host that it stands for changes.
  if (changed.size > 0) for (const resource of all) for (const alias of aliasesOf(resource)) changed.add(alias);
  const wildcardsOver = new Set([...changed].flatMap(parentsOf).map((parent) => `*.${parent}`));
  const hasWildcards = [...changed].some((host) => host.startsWith("*."));
  const isUnder = (host: string) => hasWildcards && parentsOf(host).some((parent) => changed.has(`*.${parent}`));
  const isNear = (host: string) => changed.has(host) || wildcardsOver.has(host) || isUnder(host);
  // What is left out stays, and so it is left out of both states alike.
  const left = new Set<Plain>();
  for (const resource of view.before) {
    const hosts = stays.has(resource.data) ? leafHosts(resource) : undefined;
    if (hosts && !hosts.some(isNear)) left.add(resource.data);
  }
  const isAffected = ({ data }: Resource) => !left.has(data);
  return { before: view.before.filter(isAffected), after: view.after.filter(isAffected) };
}

/** Whether settings of an Ingress count for others of its class: those of one load balancer that a class shares. */
function joinsIngresses({ kind, data }: Resource): boolean {
  return kind === "IngressClassParams" && asObject(data.spec)?.group !== undefined;
}

function aliasesOf({ kind, annotations }: Resource): readonly string[] {
  if (kind !== "Ingress") return [];
  const lists = Object.entries(annotations).filter(([key]) => /alias/i.test(key));
  return lists.flatMap(([, list]) =>
    list
      .toLowerCase()
      .split(/[,\s]+/)
      .filter(Boolean),
  );
}

/** What a changed object may concern: the hosts that it names, the routes to it, or everything. */
function reachOfChange(resource: Resource): readonly string[] | "service" | "every-host" {
  const { group, kind } = resource;
  if (group === "" && kind === "Service") return "service";
  const topic = topicOf(group, kind);
  // Rights, network policies and generators take no part in routing.
  if (resource.onlyPods || topic === "connectivity") return [];
  if (topic === "access" || topic === "privilege" || topic === "opaque" || topic === "generator") return [];
  // The Service that an EventListener asks for stands beside routes, and no route is read by it.
  if (kind === "ServiceAccount" || kind === "EventListener") return [];
  if (isWorkloadKind(group, kind)) return configuresController(resource) ? "every-host" : [];
  const hosts = leafHosts(resource);
  return hosts?.every((host) => host.length <= longestName) ? hosts : "every-host";
}

/** Whether the arguments of its containers may be those of an edge controller. */
function configuresController({ data }: Resource): boolean {
  return /(?:--|"-)[a-z-]*(?:ingress|config|class|annotation|snippet|provider|entry-?point|services|ssl|validation)|ingress-nginx/i.test(
    JSON.stringify(data.spec ?? null),
  );
}

// DNS knows no longer name (RFC 1035); the parents of one with megabytes of dots would take hours.
const longestName = 253;

function parentsOf(host: string): string[] {
  const labels = host.length > longestName ? [] : host.split(".");
  return labels.map((_, index) => labels.slice(index + 1).join(".")).filter(Boolean);
}
