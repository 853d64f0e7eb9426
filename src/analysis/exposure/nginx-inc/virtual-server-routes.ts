import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import { noLimit } from "../controls/rate-limit.ts";
import { fieldSettings, mergedTexts } from "../field-settings.ts";
import { ownAnnotations } from "../ingress/service-settings.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import { asText } from "../plain-fields.ts";
import { joinedReadings, type Places } from "../reading.ts";
import type { AnnotationWeight, Aspect, Backend, Facet, Route } from "../route.ts";
import type { World } from "../world.ts";
import { weighNginxInc } from "./annotations.ts";
import { type ActionReading, actionFieldsRead, noSettings, readActions } from "./read-actions.ts";
import { noWaf, type PolicyReference, readPolicies, withPolicies } from "./read-policies.ts";
import { snippetsOf, type VirtualServer } from "./virtual-server.ts";
import { type Item, itemsAt } from "./virtual-server-fields.ts";

/** A route of a VirtualServer or a subroute of a VirtualServerRoute. */
export interface RouteOwner {
  readonly resource: Resource;
  readonly item: Item;
  readonly policies: readonly PolicyReference[];
  /** The route that delegates to it. */
  readonly by?: RouteOwner;
}

/** The routes of one entry: what its action does, and one for each match that asks for more than the path. */
export function routesOf(owner: RouteOwner, server: VirtualServer, world: World): Route[] {
  const { resource, item } = owner;
  const path = pathOf(asText(item.value.path) ?? "/");
  const build = routeBuilder(owner, server, path, world);
  const isExpression = path.kind === "opaque";
  const matches = itemsAt(resource, [...item.path, "matches"]).map((match) =>
    build(readActions(resource, match, isExpression), conditionsOf(resource, match), match),
  );
  return [build(readActions(resource, item, isExpression), [], item), ...matches];
}

/** Paths that are given to a VirtualServerRoute which the repository does not have: what protects them is not known. */
export function missingRoute(owner: RouteOwner, server: VirtualServer, world: World): Route {
  const { resource, item } = owner;
  const name = asText(item.value.route) ?? "selected by labels";
  const backend: Backend = { kind: "VirtualServerRoute", namespace: resource.namespace ?? null, name, port: "" };
  const aspects = [
    { resource, path: [...item.path, "route"] },
    { resource, path: [...item.path, "routeSelector"] },
  ];
  const nothing: ActionReading = { backends: [backend], controls: {}, headers: noSettings, upstreams: [], aspects };
  const route = routeBuilder(owner, server, pathOf(asText(item.value.path) ?? "/"), world)(nothing, [], item);
  return { ...route, controls: server.reading.controls };
}

function routeBuilder(owner: RouteOwner, server: VirtualServer, path: PathPattern, world: World) {
  const { resource, item, policies } = owner;
  const found = readPolicies(world, [policies, server.policies]);
  const own = fieldSettings(resource, item.path, routeFieldsRead);
  const locations = snippetsOf(resource, item.path, ["location-snippets"]);
  const delegating =
    owner.by && fieldSettings(owner.by.resource, owner.by.item.path, ["path", "route", "routeSelector", "policies"]);
  // Those of the VirtualServer itself are read with it.
  const annotated = owner.by ? [ownAnnotations(resource, new Set(), weighNginxInc)] : [];
  return (action: ActionReading, conditions: readonly string[], at: Item): Route => {
    const upstreams = action.upstreams.map(({ path: field }) => fieldSettings(resource, field, upstreamFieldsRead));
    const left = [own, ...upstreams, action.headers, ...annotated, ...(delegating ? [delegating] : [])];
    const places: Places = {
      backend: [...action.aspects, ...action.upstreams.map(({ path: field }) => ({ resource, path: field }))],
      backendTls: action.upstreams.map(({ path: field }) => ({ resource, path: [...field, "tls", "enable"] })),
      snippet: [{ resource, path: [...item.path, "location-snippets"] }],
      condition: [{ resource, path: [...at.path, "conditions"] }],
      annotation: left.flatMap(({ aspects }) => aspects),
      ...Object.fromEntries(actionFacets.map((facet) => [facet, action.aspects])),
    };
    const all = joinedReadings(server.reading, found, { places });
    const egress =
      found.egress && action.controls.backendTls?.level === "encrypted" ? { backendTls: found.egress } : {};
    const controls = withPolicies({ ...nothingSet, ...server.reading.controls, ...action.controls }, found);
    const snippet = [...server.snippets, ...locations].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return {
      resource: server.resource,
      entry: server.entry,
      host: server.host,
      via: "rule",
      path,
      conditions,
      priority: 0,
      backends: action.backends,
      controls: { ...controls, ...egress, snippet },
      annotations: mergedTexts(...left.map(({ texts }) => texts), all.texts),
      weigh: weighSetting,
      assumptions: [],
      where: (facet) => placesOf(facet, owner, server, all.places),
    };
  };
}

const actionFacets: readonly Facet[] = [
  "rewrite",
  "requestHeaders",
  "responseHeaders",
  "hsts",
  "redirectTarget",
  "bodyLimit",
];

const nothingSet: ControlValues = {
  auth: noAuth,
  sourceRange: { kind: "every" },
  rateLimit: noLimit,
  waf: noWaf,
  cors: null,
};

const routeFieldsRead = [
  "path",
  "policies",
  "route",
  "routeSelector",
  "location-snippets",
  ...["action", "splits[].action", "matches[].action", "matches[].splits[].action"].flatMap((at) =>
    actionFieldsRead.map((field) => `${at}.${field}`),
  ),
  "matches[].conditions",
];

const upstreamFieldsRead = ["name", "service", "port", "tls.enable", "client-max-body-size"];

function placesOf(
  facet: Facet,
  { resource, item, by }: RouteOwner,
  server: VirtualServer,
  places: Places,
): readonly Aspect[] {
  const spec = (name: string) => ({ resource: server.resource, path: ["spec", name] });
  if (facet === "host") return [spec("host")];
  if (facet === "entry") return [spec("ingressClassName"), spec("listener")];
  if (facet === "path")
    return [
      { resource, path: [...item.path, "path"] },
      ...(by ? [{ resource: by.resource, path: [...by.item.path, "path"] }] : []),
    ];
  const policies = [{ resource, path: [...item.path, "policies"] }, spec("policies")];
  return places[facet] ?? (policyFacets.has(facet) ? policies : [{ resource, path: item.path }]);
}

const policyFacets: ReadonlySet<Facet> = new Set(["auth", "sourceRange", "rateLimit", "waf", "cors"]);

/** nginx's own notation: `=/path` is exact, `~` and `~*` are expressions, anything else is a prefix of characters. */
export function pathOf(text: string): PathPattern {
  if (text.startsWith("=")) return pathPattern("exact", text.slice(1).trim());
  return pathPattern(text.startsWith("~") ? "opaque" : "characters", text);
}

function conditionsOf(resource: Resource, match: Item): readonly string[] {
  const texts = itemsAt(resource, [...match.path, "conditions"]).map(({ value }) => {
    const subject =
      ["header", "cookie", "argument", "variable"].find((one) => asText(value[one]) !== undefined) ?? "header";
    const name = asText(value[subject]) ?? "";
    return `${subject} ${subject === "header" ? name.toLowerCase() : name}: ${asText(value.value) ?? ""}`;
  });
  return [...new Set(texts)].sort();
}

function weighSetting(setting: string): AnnotationWeight {
  // Protection against denial of service is named by its own field.
  if (setting.endsWith(".dos")) return "protective";
  if (setting.includes("/") && !setting.includes(": ")) return weighNginxInc(setting);
  return weighNginxInc(setting.includes(": ") ? setting : `: ${setting}`);
}
