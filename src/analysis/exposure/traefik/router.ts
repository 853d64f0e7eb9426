import type { PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { fieldSettings } from "../field-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { RouteProblem } from "../route-kind.ts";
import type { World } from "../world.ts";
import { type Doors, doorsOf } from "./entry-points.ts";
import { type RuleMatch, ruleMatches } from "./rule-matches.ts";
import { parseRule } from "./rule-syntax.ts";
import { readServices, type ServicesReading } from "./services.ts";
import { referencesIn, type Step, stepsOf } from "./steps.ts";
import { numberOf, objectsOf, qualified, textsOf } from "./values.ts";

/** One route of an IngressRoute or IngressRouteTCP, with what it refers to. */
export interface Router {
  readonly resource: Resource;
  readonly index: number;
  readonly entryPoints: readonly string[];
  readonly doors: Doors;
  readonly matches: readonly RuleMatch[];
  /** The explicit precedence, or the length of the rule. */
  readonly precedence: number;
  readonly isExplicit: boolean;
  readonly tls: PlainObject | undefined;
  readonly option: { readonly name: string; readonly namespace: string | undefined } | undefined;
  readonly steps: readonly Step[];
  readonly services: ServicesReading;
  /** False where the router writes no access log. */
  readonly isLogged: boolean;
  /** Fields of the object that nothing interprets. */
  readonly settings: readonly ReturnType<typeof fieldSettings>[];
}

export interface RouterSet {
  readonly routers: readonly Router[];
  readonly problems: readonly RouteProblem[];
}

/** The routers that an object declares. A rule that cannot be read is a problem: Traefik serves no such router. */
export function readRouters(
  world: World,
  resource: Resource,
  middlewareKind: "Middleware" | "MiddlewareTCP",
): RouterSet {
  world.use(resource);
  const spec = asObject(resource.data.spec) ?? {};
  const entryPoints = textsOf(spec.entryPoints);
  const tls = asObject(spec.tls) ?? (spec.tls === null ? {} : undefined);
  const option = asObject(tls?.options);
  const problems: RouteProblem[] = [];
  const ofObject = fieldSettings(resource, ["spec"], ["routes", "entryPoints", "ingressClassName", ...takenTls]);
  const routers = objectsOf(spec.routes).flatMap(({ item, index }): Router[] => {
    const text = asText(item.match) ?? "";
    const matches = matchesOf(text, parentsOf(resource, spec));
    if (typeof matches === "string") {
      problems.push({
        resource,
        text: `the rule of a route cannot be read: ${matches}`,
        path: ["spec", "routes", index, "match"],
        subject: item,
      });
      return [];
    }
    const explicit = numberOf(item.priority) ?? 0;
    const places = objectsOf(item.services).map((one) => ({
      item: one.item,
      place: { resource, path: ["spec", "routes", index, "services", one.index] },
    }));
    return [
      {
        resource,
        index,
        entryPoints,
        doors: doorsOf(entryPoints, tls !== undefined),
        matches,
        precedence: explicit === 0 ? text.length : explicit,
        isExplicit: explicit !== 0,
        tls,
        option: option && {
          name: asText(option.name) ?? "",
          namespace: asText(option.namespace) || resource.namespace,
        },
        steps: stepsOf(
          world,
          referencesIn(resource, ["spec", "routes", index, "middlewares"], item.middlewares),
          middlewareKind,
        ),
        services: readServices(world, places, middlewareKind === "MiddlewareTCP"),
        isLogged: asObject(item.observability)?.accessLogs !== false,
        settings: [
          ofObject,
          fieldSettings(resource, ["spec", "routes", index], takenOfRoute(matches, explicit, middlewareKind)),
        ],
      },
    ];
  });
  return { routers, problems };
}

function matchesOf(text: string, parents: readonly string[]): readonly RuleMatch[] | string {
  const rule = parseRule(text);
  if (rule.kind === "wrong") return rule.why;
  const matches = ruleMatches(rule);
  if (!matches) return "it has more alternatives than can be compared";
  return matches.map((match) => ({ ...match, conditions: [...match.conditions, ...parents].sort() }));
}

/** A router with parents gets only what one of their rules lets through, after their middlewares. */
function parentsOf(resource: Resource, spec: PlainObject): readonly string[] {
  const names = objectsOf(spec.parentRefs).map(({ item }) =>
    qualified(asText(item.namespace) || resource.namespace, asText(item.name) ?? ""),
  );
  return names.length === 0 ? [] : [`let through by IngressRoute ${[...new Set(names)].sort().join(" or ")}`];
}

const takenTls = ["tls.secretName", "tls.certResolver", "tls.options", "tls.passthrough"];

// The precedence of an expression is not compared, so it stays as text.
function takenOfRoute(matches: readonly RuleMatch[], priority: number, kind: string): readonly string[] {
  const hasExpression = priority !== 0 && matches.some(({ path }) => path.kind === "opaque");
  const ofService = [
    "name",
    "namespace",
    "kind",
    "port",
    "scheme",
    "serversTransport",
    ...(kind === "MiddlewareTCP" ? ["tls"] : []),
  ];
  return [
    "match",
    "kind",
    ...(hasExpression ? [] : ["priority"]),
    "middlewares",
    "observability.accessLogs",
    ...ofService.map((field) => `services[].${field}`),
  ];
}
