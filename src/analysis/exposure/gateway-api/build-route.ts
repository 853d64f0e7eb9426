import { identityOf } from "../../../kubernetes/resource.ts";
import { weighAnnotation } from "../annotation-weight.ts";
import { dnsAnnotations } from "../dns/external-dns.ts";
import { targetAnnotations } from "../dns/records.ts";
import type { Subject } from "../envoy-gateway/attachment.ts";
import type { EnvoyPolicies } from "../envoy-gateway/policies.ts";
import { fieldSettings, mergedTexts, weighField } from "../field-settings.ts";
import type { HostPattern } from "../host-pattern.ts";
import { pluginsAnnotation } from "../kong/plugin-objects.ts";
import { type AnnotationWeight, type Aspect, type Backend, type Entry, type Route, stableText } from "../route.ts";
import type { World } from "../world.ts";
import type { BackendTlsPolicies } from "./backend-tls.ts";
import { baseline } from "./baseline.ts";
import { aspectsOf } from "./claim-aspects.ts";
import type { Claim } from "./claims.ts";
import { connectionPart } from "./connection-part.ts";
import { type Door, entryFor } from "./doors.ts";
import { isForeignPart, type readForeignPolicies } from "./foreign-policies.ts";
import type { Grants } from "./grants.ts";
import { pluginPart } from "./kong-plugins.ts";
import type { Listener } from "./listener.ts";
import { gatewayGroup } from "./names.ts";
import { inOrder, mergeParts, noPart, type Part, partOf } from "./part.ts";
import { dnsPart, issuerPart } from "./publishing.ts";
import { type BackendReading, readBackends } from "./read-backends.ts";
import type { RouteObject, Rule } from "./route-object.ts";

export interface Sources {
  readonly world: World;
  readonly grants: Grants;
  readonly envoy: EnvoyPolicies;
  readonly backendTls: BackendTlsPolicies;
  readonly foreign: ReturnType<typeof readForeignPolicies>;
}

/** What is said about a claim beyond its rule and its listener. */
export interface Extra {
  readonly conditions?: readonly string[];
  readonly host?: HostPattern;
  readonly part?: Part;
  readonly entry?: Entry;
}

/** Turns claims into routes. What many claims share is read once. */
export function routeBuilder(sources: Sources) {
  const rules = new Map<Rule, Map<string, { readonly part: Part; readonly backends: BackendReading }>>();
  const objects = new Map<RouteObject, Part>();
  const connections = new Map<string, Part>();
  const shared = (claim: Claim) => {
    const byPlace = rules.get(claim.rule) ?? new Map();
    rules.set(claim.rule, byPlace);
    const place = placeOf(claim);
    const connection = connections.get(place) ?? connectionOf(claim, sources);
    connections.set(place, connection);
    const known = byPlace.get(place) ?? readShared(claim, connection, sources);
    byPlace.set(place, known);
    return known;
  };
  const ownOf = (object: RouteObject) => {
    const part = objects.get(object) ?? objectPart(object);
    objects.set(object, part);
    return part;
  };
  return (claim: Claim, extra: Extra = {}): Route => {
    const { part, backends } = shared(claim);
    const { object, match, filters, door } = claim;
    const rewrite = object.kind === "HTTPRoute" ? filters.rewrite(match.path) : undefined;
    const whole = mergeParts([
      part,
      ownOf(object),
      ...(rewrite ? [partOf({ controls: { rewrite } })] : []),
      dnsPart(claim),
      ...(extra.part ? [extra.part] : []),
    ]);
    return {
      resource: object.resource,
      entry: extra.entry ?? entryFor(door, claim.parent.ref),
      host: extra.host ?? claim.host,
      via: "rule",
      path: match.path,
      conditions: extra.conditions ?? match.conditions,
      priority: 0,
      backends: served(claim, backends),
      controls: inOrder(whole.controls),
      annotations: inOrder(whole.texts),
      weigh,
      assumptions: [...new Set([...claim.assumptions, ...whole.assumptions])],
      where: (facet) => aspectsOf(facet, claim, whole, backends, sources.envoy),
    };
  };
}

/** Names a listener, or the part of a parent reference that names one. */
function placeOf({ door, listener, parent }: Claim): string {
  if (!listener) return stableText([door.entry.class, parent.section ?? null]);
  return stableText([door.entry.class, identityOf(listener.resource), [...listener.field]]);
}

function connectionOf(claim: Claim, { envoy }: Sources): Part {
  return connectionPart(claim.listener, claim.door, envoy, subjectOf(claim));
}

function served({ filters }: Claim, { backends }: BackendReading): readonly Backend[] {
  return filters.redirection || filters.answers ? [] : backends;
}

/** How much a setting may matter: annotations by their name, fields by the words in theirs. */
export function weigh(key: string): AnnotationWeight {
  // external-dns reads it from the Gateway, never from a route.
  if (targetAnnotations.includes(key)) return "harmless";
  if (/^(spec\.parentRefs|attached policies|spec\.useDefaultGateways|ExtensionRef |EnvoyExtensionPolicy)/.test(key))
    return "protective";
  // Annotations for the load balancer that is made for a Gateway.
  const handedOn = /^spec\.infrastructure\.annotations\.(.+)$/s.exec(key)?.[1];
  if (handedOn !== undefined) return weighAnnotation(handedOn);
  // Which versions of HTTP are offered keeps nobody out.
  if (key.endsWith("alpnProtocols[]")) return "harmless";
  return /^spec[.[]|: /.test(key) ? weighField(key) : weighAnnotation(key);
}

function readShared(claim: Claim, ofListener: Part, sources: Sources) {
  const { object, rule, door, listener, filters } = claim;
  const backends = readBackends(rule, object, sources.world, sources.grants);
  const subject = subjectOf(claim);
  const isTls = object.kind === "TLSRoute";
  const passes = ofListener.controls.passthrough === "on";
  const isHttp = object.kind === "HTTPRoute" || object.kind === "GRPCRoute";
  const answers = served(claim, backends).length > 0;
  const foreign = sources.foreign.partFor([
    { kind: object.kind, namespace: object.namespace, name: object.resource.name },
    { kind: "Gateway", namespace: door.namespace, name: door.name },
    ...(answers ? backends.refs : []),
  ]);
  const plugins = isHttp
    ? pluginPart(filters.plugins, object, answers ? backends.refs : [], door, sources.world)
    : undefined;
  const isUnread = isForeignPart(foreign) || filters.isUnread || plugins?.isMissing === true;
  const settings = fieldSettings(object.resource, rule.field, ["matches", "filters", "backendRefs", "name"]);
  const part = mergeParts([
    partOf({ controls: baseline(isHttp, isUnread, door) }),
    ...(isTls && !listener ? [partOf({ controls: { passthrough: "unknown" } })] : []),
    ofListener,
    issuerPart(listener, ofListener.controls, sources.world),
    ...(passes ? [] : [filters.part, plugins?.part ?? noPart, sources.envoy.forRule(subject)]),
    foreign,
    isHttp && answers ? sources.backendTls.partFor(backends.refs, backends.backends, door) : noPart,
    partOf({ texts: { ...settings.texts, ...backends.texts }, aspects: { annotation: settings.aspects } }),
    partOf({ assumptions: backends.assumptions }),
  ]);
  return { part, backends };
}

/** A claim as policies see it. */
function subjectOf({ object, rule, door, listener, parent }: Claim): Subject {
  const { resource, namespace } = object;
  return {
    route: { group: gatewayGroup, kind: object.kind, namespace, name: resource.name, labels: resource.labels },
    rule: rule.name,
    ...doorSubject(door, listener, parent.section),
  };
}

/** A listener as policies see it. */
export function doorSubject(door: Door, listener: Listener | undefined, section: string | undefined) {
  return {
    gateway: {
      group: gatewayGroup,
      kind: "Gateway",
      namespace: door.namespace,
      name: door.name,
      labels: door.gateway?.labels,
    },
    listener: listener?.name ?? section,
  };
}

const interpreted: ReadonlySet<string> = new Set([
  ...dnsAnnotations.filter((key) => !targetAnnotations.includes(key)),
  pluginsAnnotation,
]);

function objectPart({ resource }: RouteObject): Part {
  const spec = fieldSettings(resource, ["spec"], ["parentRefs", "hostnames", "rules"]);
  const annotations = Object.fromEntries(
    Object.entries(resource.annotations).filter(([key]) => weighAnnotation(key) !== "none" && !interpreted.has(key)),
  );
  const aspects = Object.keys(annotations).map((key): Aspect => ({ resource, path: ["metadata", "annotations", key] }));
  return partOf({
    texts: mergedTexts(spec.texts, annotations),
    aspects: { annotation: [...spec.aspects, ...aspects] },
  });
}
