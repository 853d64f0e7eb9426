import type { Resource } from "../../kubernetes/resource.ts";
import { namespaceOf } from "../connectivity/namespace-of.ts";
import { controlTitle } from "../exposure/control-titles.ts";
import { acceptsAnonymous } from "../exposure/controls/auth.ts";
import { controls } from "../exposure/controls/index.ts";
import { acceptsEveryone } from "../exposure/controls/source-range.ts";
import { grouped } from "../exposure/grouped.ts";
import { hostKey, showHost } from "../exposure/host-pattern.ts";
import { showPath } from "../exposure/path-pattern.ts";
import { type Backend, type Entry, plainHttpCondition, type Reach, type Route } from "../exposure/route.ts";
import { isServiceDoor, isWorkloadDoor } from "../exposure/services/doors.ts";
import { listed } from "./listed.ts";
import type { MapDraft } from "./map-draft.ts";
import type { ZoneFinder } from "./map-zones.ts";
import type { NodeKind } from "./network-map.ts";

/** Draws who stands outside, the doors, the hosts behind them, and what their requests reach. */
export function drawRoutes(routes: readonly Route[], draft: MapDraft, zones: ZoneFinder): void {
  for (const [, ofDoor] of grouped(routes, entryId)) {
    const [first] = ofDoor;
    if (!first) continue;
    const entry = drawEntry(first, draft, zones);
    for (const reach of new Set(ofDoor.map((route) => route.entry.reach)))
      draft.edge({ from: drawSource(reach, draft), to: entry, kind: "route" });
    for (const [, ofHost] of grouped(ofDoor, ({ host }) => hostKey(host))) drawHost(entry, ofHost, draft, zones);
  }
}

function drawHost(entry: string, routes: readonly Route[], draft: MapDraft, zones: ZoneFinder): void {
  const [first] = routes;
  if (!first) return;
  const { host } = first;
  const guards = { label: doorLabel(routes), detail: guardsOf(routes), encrypted: encryptionOf(routes) };
  if (host.kind === "port") {
    const port = `${host.protocol} ${host.port}`;
    for (const route of routes)
      for (const backend of route.backends)
        draft.edge({
          ...guards,
          from: entry,
          to: drawBackend(backend, route, draft, zones),
          kind: "route",
          label: [port, guards.label].filter(Boolean).join(", "),
        });
    return;
  }
  const text = showHost(host);
  const id = draft.node({
    // A host that stands for all others is another one at every door.
    id: host.kind === "any" ? `host:*@${entry}` : `host:${hostKey(host)}`,
    kind: "host",
    label: host.kind === "any" ? "any host" : text,
    detail: "",
    zone: zones.ofHost(text),
    namespace: null,
  });
  draft.edge({ from: entry, to: id, kind: "route", ...guards });
  for (const [, ofBackend] of grouped(leadsOf(routes), ({ route, backend }) => backendId(backend, route))) {
    const [lead] = ofBackend;
    if (!lead) continue;
    draft.edge({
      from: id,
      to: drawBackend(lead.backend, lead.route, draft, zones),
      kind: "route",
      label: pathsText(ofBackend),
      detail: listed([...new Set(ofBackend.flatMap(({ route }) => route.conditions))].sort(), 3),
    });
  }
}

/** Nothing is said of a backend that gets every request. */
function pathsText(leads: readonly Lead[]): string {
  const paths = [...new Set(leads.map(({ route }) => showPath(route.path)))].sort();
  return paths.length === 1 && paths[0] === "/" ? "" : listed(paths, 2);
}

interface Lead {
  readonly route: Route;
  readonly backend: Backend;
}

function leadsOf(routes: readonly Route[]): readonly Lead[] {
  return routes.flatMap((route) => route.backends.map((backend) => ({ route, backend })));
}

function drawSource(reach: Reach, draft: MapDraft): string {
  const { kind, label } = sources[reach];
  return draft.node({ id: kind, kind, label, detail: "", zone: null, namespace: null });
}

const sources: Readonly<Record<Reach, { readonly kind: NodeKind; readonly label: string }>> = {
  internet: { kind: "internet", label: "Internet" },
  "private-network": { kind: "private-network", label: "Private network" },
  node: { kind: "node-network", label: "Network of the nodes" },
  cluster: { kind: "cluster", label: "Inside the cluster" },
  unknown: { kind: "unknown-network", label: "Network not known" },
};

function drawEntry(route: Route, draft: MapDraft, zones: ZoneFinder): string {
  const { entry, resource } = route;
  return draft.node({
    id: entryId(route),
    kind: "entry",
    label: entry.class ?? "default ingress class",
    detail: [controllerText(entry.controller), entry.missing ? notInRepository : ""].filter(Boolean).join(", "),
    zone: isOwnDoor(entry) ? zones.ofNamespace(namespaceOf(resource), resource.file) : null,
    namespace: null,
  });
}

/** What the detail of an entry ends with if nothing is known of it but its name. */
export const notInRepository = "not in the repository";

function controllerText(controller: string): string {
  return controller === "unrecognized" ? "controller not known" : controller;
}

/** An object that is a door itself is another one in every namespace; classes and Gateways have one name for all. */
function entryId({ entry, resource }: Route): string {
  if (isOwnDoor(entry)) return `entry:${resource.kind} ${namespaceOf(resource)}/${resource.name} ${entry.controller}`;
  return `entry:${entry.class ?? ""}`;
}

function isOwnDoor(entry: Entry): boolean {
  return isServiceDoor(entry) || isWorkloadDoor(entry);
}

function drawBackend(backend: Backend, route: Route, draft: MapDraft, zones: ZoneFinder): string {
  const id = backendId(backend, route);
  if (backend.external !== undefined)
    return draft.node({ id, kind: "name", label: backend.external, detail: "", zone: null, namespace: null });
  const { kind, namespace, name } = targetOf(backend, route);
  return draft.node({
    id,
    kind: isWorkload(backend, route) ? "workload" : "service",
    label: name,
    detail: kind === "Service" ? "" : kind,
    namespace,
    zone: zones.ofNamespace(namespace, route.resource.file),
  });
}

function backendId(backend: Backend, route: Route): string {
  if (backend.external !== undefined) return `name:${backend.external}`;
  const { kind, namespace, name } = targetOf(backend, route);
  if (isWorkload(backend, route)) return workloadId({ kind, namespace, name });
  return kind === "Service" ? serviceId({ namespace, name }) : `backend:${namespace}/${kind}/${name}`;
}

/** A Service that is a door itself sends to its pods: what stands on the map is the Service. */
function targetOf({ kind, namespace, name }: Backend, { resource }: Route) {
  const own = namespaceOf(resource);
  if ((kind === "Pods" || kind === "Endpoints") && resource.kind === "Service")
    return { kind: "Service", namespace: own, name: resource.name };
  return { kind, namespace: namespace ?? own, name };
}

function isWorkload({ kind, name }: Backend, { resource }: Route): boolean {
  return kind === resource.kind && name === resource.name && kind !== "Service" && resource.group !== "";
}

export function serviceId({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `service:${namespace}/${name}`;
}

export function workloadId(workload: Pick<Resource, "kind" | "name"> & { readonly namespace: string }): string {
  return `workload:${workload.namespace}/${workload.kind}/${workload.name}`;
}

/** How a door serves a host: encrypted or not, and what a client must show. */
function doorLabel(routes: readonly Route[]): string {
  const encrypted = encryptionOf(routes);
  const scheme = encrypted === null ? "" : encrypted ? "TLS" : "no TLS";
  const login = share(routes, ({ controls: { auth } }) => auth !== undefined && !acceptsAnonymous(auth), "login");
  const range = share(
    routes,
    ({ controls: { sourceRange } }) => sourceRange !== undefined && !acceptsEveryone(sourceRange),
    "address list",
  );
  return [scheme, login, range].filter(Boolean).join(", ");
}

function share(routes: readonly Route[], has: (route: Route) => boolean, text: string): string {
  const served = routes.filter(({ backends }) => backends.length > 0);
  const count = served.filter(has).length;
  if (count === 0) return "";
  return count === served.length ? text : `${text} for some paths`;
}

/** Whether the door takes requests over TLS; a redirect to TLS sends nothing on and does not count. */
function encryptionOf(routes: readonly Route[]): boolean | null {
  const served = routes.filter(({ backends }) => backends.length > 0);
  const values = served.map(({ host, conditions, controls: { tls } }) => {
    // Whoever answers a raw port may encrypt what the door only passes on.
    if (tls === undefined || (tls === "none" && host.kind === "port")) return null;
    return tls !== "none" && !conditions.includes(plainHttpCondition);
  });
  if (values.includes(false)) return false;
  return values.length === 0 || values.includes(null) ? null : true;
}

const guards = ["auth", "sourceRange", "tls", "waf", "backendTls", "meshMtls"] as const;

function guardsOf(routes: readonly Route[]): string {
  const texts = guards.flatMap((name) => {
    const values = new Set(routes.flatMap(({ controls: own }) => shown(name, own[name])));
    return values.size === 0 ? [] : [`${controlTitle(name)}: ${listed([...values].sort(), 3)}`];
  });
  return texts.join("; ");
}

function shown(name: (typeof guards)[number], value: unknown): string[] {
  const control = controls.find((one) => one.name === name);
  if (!control || value === undefined || JSON.stringify(value) === JSON.stringify(control.none)) return [];
  return [(control.show as (value: unknown) => string)(value)];
}
