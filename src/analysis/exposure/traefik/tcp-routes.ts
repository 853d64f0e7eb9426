import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import { noLimit } from "../controls/rate-limit.ts";
import { dnsAspects, dnsOf } from "../dns/external-dns.ts";
import type { HostPattern, PortProtocol } from "../host-pattern.ts";
import type { Aspect, Facet, Route } from "../route.ts";
import type { World } from "../world.ts";
import { entryPointAssumption, isSecureName, portOf } from "./entry-points.ts";
import { annotationAspects, entryOf, ownAnnotations, priorityOf } from "./http-routes.ts";
import { mergeControls } from "./merge-controls.ts";
import { readSteps } from "./read-steps.ts";
import type { Router } from "./router.ts";
import { type OptionsOfHosts, readRouterTls } from "./router-tls.ts";
import type { RuleMatch } from "./rule-matches.ts";
import { joinedTexts } from "./texts.ts";
import { isTrue } from "./values.ts";
import { weighTraefik } from "./weigh.ts";

const noOptions: OptionsOfHosts = new Map();

/** The routes of an IngressRouteTCP: connections with a server name are told apart by it, all others are those of a port. */
export function tcpRoutes(world: World, router: Router): readonly Route[] {
  return router.matches.flatMap((match) =>
    doorsOfMatch(router, match).map(({ host, condition }) => tcpRoute(world, router, match, host, condition)),
  );
}

/** The raw port of an entry point; without a name those of all default entry points. */
export function portHost(protocol: PortProtocol, entryPoint: string | undefined): HostPattern {
  return entryPoint === undefined
    ? { kind: "port", protocol, port: "*", door: "Traefik default entry points" }
    : { kind: "port", protocol, port: portOf(entryPoint), door: `Traefik entry point ${entryPoint}` };
}

interface Door {
  readonly host: HostPattern;
  /** Tells the connections of another port apart from those of the web. */
  readonly condition?: string;
}

function doorsOfMatch({ entryPoints, tls }: Router, { host }: RuleMatch): readonly Door[] {
  if (host.kind === "any" || tls === undefined) {
    const names = entryPoints.length > 0 ? [...new Set(entryPoints)] : [undefined];
    return names.map((name) => ({ host: portHost("TCP", name) }));
  }
  const others = entryPoints.filter((name) => !isSecureName(name));
  const main = entryPoints.length === 0 || others.length < entryPoints.length ? [{ host }] : [];
  return [...main, ...others.map((name) => ({ host, condition: `entry point ${name}` }))];
}

function tcpRoute(
  world: World,
  router: Router,
  match: RuleMatch,
  host: HostPattern,
  condition: string | undefined,
): Route {
  const { resource, index, tls, services } = router;
  const steps = readSteps(router.steps, match.path);
  const passes = isTrue(tls?.passthrough);
  const ended = tls === undefined || passes ? undefined : readRouterTls(world, router, match.host, noOptions);
  const range: ControlValues = match.addresses ? { sourceRange: { kind: "blocks", accepts: match.addresses } } : {};
  const controls: ControlValues = {
    auth: noAuth,
    ...(steps.missing.length > 0 ? {} : ({ sourceRange: { kind: "every" }, rateLimit: noLimit } as const)),
    ...[range, ended?.controls ?? {}].reduce(mergeControls, steps.controls),
    ...services.controls,
    ...(passes ? { tls: "passthrough" as const, certificate: [] } : {}),
    ...(tls === undefined ? { tls: "none" as const, certificate: [] } : {}),
    passthrough: passes ? "on" : "off",
  };
  const at = (...path: (string | number)[]): Aspect => ({ resource, path: ["spec", ...path] });
  return {
    resource,
    entry: entryOf(world, resource),
    host,
    via: "rule",
    path: { kind: "any" },
    conditions: condition === undefined ? match.conditions : [...match.conditions, condition].sort(),
    priority: priorityOf(router, "any"),
    backends: services.backends,
    controls: { ...controls, dns: dnsOf(resource), ...(host.kind === "port" ? {} : { redirect: "closed" as const }) },
    annotations: joinedTexts(
      ownAnnotations(resource),
      ...router.settings.map(({ texts }) => texts),
      ...services.texts,
      steps.texts,
      ended?.texts ?? {},
    ),
    weigh: weighTraefik,
    assumptions: [entryPointAssumption],
    where: (facet) => aspectsOf(facet),
  };

  function aspectsOf(facet: Facet): readonly Aspect[] {
    const found = [...(ended?.aspects(facet) ?? []), ...steps.aspects(facet), ...services.aspects(facet)];
    if (facet === "host" || facet === "path" || facet === "condition")
      return [at("routes", index, "match"), at("entryPoints")];
    if (facet === "dns") return dnsAspects(resource);
    if (facet === "backend") return [at("routes", index, "services"), ...found];
    if (facet === "passthrough" || facet === "tls") return [at("tls", "passthrough"), ...found, at("tls")];
    if (facet === "annotation")
      return [
        ...annotationAspects(resource),
        ...router.settings.flatMap(({ aspects }) => aspects),
        ...services.textAspects,
        ...steps.textAspects,
        ...(ended?.textAspects ?? []),
      ];
    const ranged = facet === "sourceRange" && match.addresses ? [at("routes", index, "match")] : [];
    return found.length > 0 || ranged.length > 0
      ? [...ranged, ...found]
      : [at("routes", index, "middlewares"), at("tls")];
  }
}
