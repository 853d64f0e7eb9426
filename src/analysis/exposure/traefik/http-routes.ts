import type { Resource } from "../../../kubernetes/resource.ts";
import { issuerAspects, issuerOf } from "../certificates/cert-manager.ts";
import type { ControlValues } from "../control-values.ts";
import { dnsAnnotations, dnsAspects, dnsAssumptions, dnsOf } from "../dns/external-dns.ts";
import { mergedTexts } from "../field-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import { type Aspect, type Entry, type Facet, plainHttpCondition, type Route } from "../route.ts";
import type { World } from "../world.ts";
import { entryPointAssumption } from "./entry-points.ts";
import { type HttpDraft, httpDrafts } from "./http-draft.ts";
import { type JoinedDraft, joinPlainDoors } from "./plain-door.ts";
import type { Router } from "./router.ts";
import { optionsOfHosts } from "./router-tls.ts";
import { joinedTexts } from "./texts.ts";
import { weighTraefik } from "./weigh.ts";

/** The routes of all IngressRoutes of one state. */
export function httpRoutes(world: World, routers: readonly Router[]): readonly Route[] {
  const options = optionsOfHosts(routers);
  const drafts = routers.flatMap((router) => httpDrafts(world, router, options));
  return joinPlainDoors(drafts).map((joined) => routeOf(world, joined));
}

// How a router redirects that does nothing else is no matter of the one that it redirects to, unless it may protect.
function protectiveTexts({ texts }: HttpDraft): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).filter(([key]) => key !== "spec.entryPoints" && weighTraefik(key) === "protective"),
  );
}

function routeOf(world: World, joined: JoinedDraft): Route {
  const { draft, redirect, folded, onlyPlain } = joined;
  const { router, match } = draft;
  const { resource } = router;
  const beside: ControlValues = {
    dns: dnsOf(resource),
    ...(draft.controls.issuer ? {} : { issuer: issuerOf(resource, world) }),
  };
  return {
    resource,
    entry: entryOf(world, resource),
    host: match.host,
    via: "rule",
    path: match.path,
    conditions: onlyPlain ? [...match.conditions, plainHttpCondition].sort() : match.conditions,
    priority: priorityOf(router, match.path.kind),
    backends: router.services.backends,
    controls: { ...draft.controls, redirect, ...beside },
    annotations: joinedTexts(ownAnnotations(resource), ...folded.map(protectiveTexts), draft.texts),
    weigh: weighTraefik,
    assumptions: [entryPointAssumption, ...dnsAssumptions(resource)],
    where: (facet) => aspectsOf(world, facet, joined),
  };
}

/**
 * Traefik compares nothing but numbers: an explicit priority, or the length of the whole rule, which is why a rule with a longer
 * list of hosts wins over one with a longer path. Expressions never win over literal paths here, because nobody evaluates them.
 */
export function priorityOf({ precedence }: Pick<Router, "precedence">, kind: Route["path"]["kind"]): number {
  return kind === "opaque" ? 1 : precedence;
}

/** Where the routers of an object stand: Traefik itself, or the instance that takes care of their class. */
export function entryOf(world: World, resource: Resource): Entry {
  const named = asText(asObject(resource.data.spec)?.ingressClassName) || resource.annotations[classKey];
  const name = named ? `Traefik ${named}` : "Traefik";
  const options = world.controllers;
  const chosen = [name, named ?? "traefik"].find((key) => Object.hasOwn(options, key));
  return {
    class: name,
    controller: "traefik",
    reach: (chosen === undefined ? undefined : options[chosen]?.reach) ?? "unknown",
  };
}

const classKey = "kubernetes.io/ingress.class";

/** The annotations of an object that say more than bookkeeping and that no control reads. */
export function ownAnnotations({ annotations }: Resource): Readonly<Record<string, string>> {
  const left = Object.entries(annotations).filter(
    ([key]) => key !== classKey && !dnsAnnotations.includes(key) && weighTraefik(key) !== "none",
  );
  return mergedTexts(Object.fromEntries(left));
}

/** The fields of these annotations. */
export function annotationAspects(resource: Resource): readonly Aspect[] {
  return Object.keys(ownAnnotations(resource)).map((key) => ({ resource, path: ["metadata", "annotations", key] }));
}

function aspectsOf(world: World, facet: Facet, joined: JoinedDraft): readonly Aspect[] {
  const { draft, folded, deciding } = joined;
  const { resource, index } = draft.router;
  const at = (...path: (string | number)[]): Aspect => ({ resource, path: ["spec", ...path] });
  const inRoute = (field: string) => at("routes", index, field);
  const match = [inRoute("match"), inRoute("priority")];
  const found = draft.aspects(facet);
  const special: Readonly<Partial<Record<Facet, () => readonly Aspect[]>>> = {
    host: () => match,
    path: () => match,
    condition: () => match,
    backend: () => [inRoute("services"), ...found],
    entry: () => [{ resource, path: ["metadata", "annotations", classKey] }, at("ingressClassName")],
    annotation: () => [...annotationAspects(resource), ...found, ...folded.flatMap((one) => one.aspects(facet))],
    redirect: () => [at("entryPoints"), at("tls"), ...found, ...deciding.flatMap(decisionAspects)],
    tls: () => [...found, at("entryPoints")],
    certificate: () => [...found, at("entryPoints")],
    dns: () => dnsAspects(resource),
    issuer: () => [...found, ...issuerAspects(resource, world)],
    accessLog: () => [at("routes", index, "observability", "accessLogs"), inRoute("observability")],
    backendTls: () => [...found, inRoute("services")],
    mirror: () => [...found, inRoute("services")],
    sourceRange: () => (draft.match.addresses ? [inRoute("match"), ...found] : found),
  };
  return special[facet]?.() ?? found;
}

function decisionAspects(draft: HttpDraft): readonly Aspect[] {
  const { resource, index } = draft.router;
  return [
    ...draft.aspects("redirect"),
    { resource, path: ["spec", "routes", index, "match"] },
    { resource, path: ["spec", "entryPoints"] },
  ];
}
