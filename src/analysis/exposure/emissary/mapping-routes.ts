import type { Auth } from "../controls/auth.ts";
import { dnsAssumptions } from "../dns/external-dns.ts";
import { mergedTexts } from "../field-settings.ts";
import { grouped } from "../grouped.ts";
import { hostKey } from "../host-pattern.ts";
import { pathKey } from "../path-pattern.ts";
import { asText } from "../plain-fields.ts";
import { type Aspect, type Facet, type Route, stableText } from "../route.ts";
import type { World } from "../world.ts";
import { type Checks, readChecks } from "./auth-services.ts";
import { hostIndex, type Place } from "./host-index.ts";
import { type EdgeHost, hostPlaces, hostRest, readHosts } from "./host-object.ts";
import { mappingControls } from "./mapping-controls.ts";
import { type MappingObject, readMapping } from "./mapping-object.ts";
import { mappingPlaces, mappingRest, weighMappingSetting } from "./mapping-settings.ts";
import { entryOf, objectsOf } from "./names.ts";

/** The routes of all Mappings: those with a weight join the one whose requests they share, and shadows get copies. */
export function mappingRoutes(world: World): readonly Route[] {
  const mappings = objectsOf(world, "Mapping").flatMap((resource) => readMapping(resource) ?? []);
  const contexts = objectsOf(world, "TLSContext");
  const checksOf = readChecks(world);
  const index = hostIndex(readHosts(world), mappings.length);
  const routes: Route[] = [];
  for (const group of grouped(mappings, requestsOf).values()) {
    const shadows = group.filter(({ isShadow }) => isShadow);
    const { heads, sharing } = sharesOf(group.filter(({ isShadow }) => !isShadow));
    if (heads.length > 0) for (const shadow of shadows) world.use(shadow.resource);
    for (const head of heads) {
      const parts = [head, ...sharing];
      for (const place of index.placesOf(head.resource, head.host, head.installation)) {
        if (routes.length >= mostRoutes) return routes;
        for (const { resource } of parts) world.use(resource);
        if (place.edge) for (const used of [place.edge.resource, place.edge.context]) if (used) world.use(used);
        const controls = {
          ...mappingControls(head, contexts),
          mirror: shadows.map(copyOf).sort(),
          ...place.edge?.controls,
          auth: authOf(head, checksOf(head.installation), place.edge),
        };
        const where = placesOf(head, sharing, shadows, place, checksOf(head.installation).aspects);
        routes.push(routeOf(parts, place, { controls, where, checks: checksOf(head.installation) }, world));
      }
    }
  }
  return routes;
}

function authOf({ spec }: MappingObject, checks: Checks, edge: EdgeHost | undefined): Auth {
  const bypass = spec.bypass_auth;
  if (typeof bypass === "string") return { kind: "unreadable", text: `bypass_auth: ${bypass}` };
  return checks.auth(bypass === true, edge);
}

// Every Mapping for any name answers under each Host: some hundred kilobytes of text could ask for millions.
const mostRoutes = 100_000;

function routeOf(
  parts: readonly MappingObject[],
  { host, edge }: Place,
  { controls, where, checks }: Pick<Route, "controls" | "where"> & { readonly checks: Checks },
  world: World,
): Route {
  const [head] = parts as [MappingObject, ...MappingObject[]];
  const weights = parts.filter(({ weight }) => weight !== undefined);
  return {
    resource: head.resource,
    entry: entryOf(head.installation, world.controllers),
    host,
    via: "rule",
    path: head.path,
    conditions: head.conditions,
    priority: head.precedence,
    backends: [...new Map(parts.map(backendOf).map((one) => [stableText(one), one])).values()],
    controls,
    annotations: mergedTexts(
      ...parts.map((part) => mappingRest(part).texts),
      edge ? hostRest(edge).texts : {},
      // Without the service that checks, nobody can say what going around it means.
      head.spec.bypass_auth === true && checks.services.length === 0 ? { "spec.bypass_auth": "true" } : {},
      weights.length > 0
        ? { "spec.weight": weights.map((one) => `${one.target.backend.name} ${one.weight}`).join(", ") }
        : {},
    ),
    weigh: weighMappingSetting,
    assumptions: edge ? dnsAssumptions(edge.resource) : ["no Host in the repository says how its names are served"],
    where,
  };
}

function backendOf({ spec, target }: MappingObject): Route["backends"][number] {
  // The client is sent to the other host, and Emissary asks nobody.
  return spec.host_redirect === true ? { kind: "", namespace: null, name: "redirect", port: "" } : target.backend;
}

/** Mappings for the same requests. */
function requestsOf({ installation, host, path, conditions, precedence }: MappingObject): string {
  return stableText([installation, hostKey(host), pathKey(path), conditions, precedence]);
}

function sharesOf(group: readonly MappingObject[]) {
  const whole = group.filter(({ weight }) => weight === undefined);
  const weighted = group
    .filter(({ weight }) => weight !== undefined)
    .sort((a, b) => (a.resource.name < b.resource.name ? -1 : 1));
  if (whole.length > 0) return { heads: whole, sharing: weighted.filter(({ weight }) => (weight ?? 0) > 0) };
  return { heads: weighted.slice(0, 1), sharing: weighted.slice(1) };
}

function copyOf({ spec, weight }: MappingObject): string {
  return `${asText(spec.service) ?? ""} (${weight ?? 100} %)`;
}

function placesOf(
  head: MappingObject,
  sharing: readonly MappingObject[],
  shadows: readonly MappingObject[],
  { edge }: Place,
  checks: readonly Aspect[],
): (facet: Facet) => readonly Aspect[] {
  return (facet) => {
    const own = mappingPlaces(facet, head);
    const ofHost = edge ? hostPlaces(facet, edge) : [];
    if (facet === "auth") return [...own, ...checks, ...ofHost];
    if (facet === "backend") return [...own, ...sharing.flatMap((one) => mappingPlaces(facet, one))];
    if (facet === "mirror")
      return shadows.flatMap(({ resource }) => ["shadow", "service", "weight"].map((name) => at(resource, name)));
    if (facet !== "annotation") return ofHost.length > 0 ? ofHost : own;
    return [
      ...[head, ...sharing].flatMap((one) => [
        ...mappingRest(one).aspects,
        at(one.resource, "weight"),
        at(one.resource, "bypass_auth"),
      ]),
      ...(edge ? hostRest(edge).aspects : []),
    ];
  };
}

function at(resource: MappingObject["resource"], name: string): Aspect {
  return { resource, path: ["spec", name] };
}
