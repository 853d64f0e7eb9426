import type { ControlValues } from "../control-values.ts";
import type { Aspect, Facet } from "../route.ts";
import type { World } from "../world.ts";
import { withMiddlewares } from "./base-controls.ts";
import { readSteps } from "./read-steps.ts";
import type { Router } from "./router.ts";
import { type OptionsOfHosts, readRouterTls } from "./router-tls.ts";
import type { RuleMatch } from "./rule-matches.ts";
import { joinedTexts } from "./texts.ts";
import { onlyPlainSetting } from "./weigh.ts";

/** One alternative of a router, before the plaintext door is joined with the one behind TLS. */
export interface HttpDraft {
  readonly router: Router;
  readonly match: RuleMatch;
  /** Everything but `redirect`. */
  readonly controls: ControlValues;
  /** What the router does to requests over plain HTTP, if it gets any. */
  readonly plain: "serves" | "redirects" | "unknown" | "closed";
  readonly texts: Readonly<Record<string, string>>;
  aspects(facet: Facet): readonly Aspect[];
}

export function httpDrafts(world: World, router: Router, options: OptionsOfHosts): readonly HttpDraft[] {
  return router.matches.map((match) => {
    const steps = readSteps(router.steps, match.path);
    const tls = router.doors.tls === false ? undefined : readRouterTls(world, router, match.host, options);
    const range: ControlValues = match.addresses ? { sourceRange: { kind: "blocks", accepts: match.addresses } } : {};
    const controls: ControlValues = {
      ...withMiddlewares(steps, range, tls?.controls ?? {}),
      ...router.services.controls,
      accessLog: router.isLogged ? 1 : 0,
      passthrough: "off",
      ...(router.doors.tls === false ? ({ tls: "none", certificate: [] } as const) : {}),
    };
    const { tls: mode, certificate, ...unclear } = controls;
    const listField: Aspect = { resource: router.resource, path: ["spec", "routes", router.index, "middlewares"] };
    return {
      router,
      match,
      controls: router.doors.tls === "unknown" ? unclear : ({ tls: mode, certificate, ...unclear } as ControlValues),
      plain: plainOf(router, steps.controls, steps.missing),
      texts: joinedTexts(
        ...router.settings.map(({ texts }) => texts),
        ...router.services.texts,
        steps.texts,
        tls?.texts ?? {},
        router.doors.left === "" ? {} : { "spec.entryPoints": router.doors.left },
        router.doors.only === "" ? {} : { [onlyPlainSetting]: router.doors.only },
        steps.order === "" ? {} : { "spec.routes[].middlewares": steps.order },
      ),
      aspects(facet) {
        if (facet === "annotation")
          return [
            ...router.settings.flatMap(({ aspects }) => aspects),
            ...router.services.textAspects,
            ...steps.textAspects,
            ...(tls?.textAspects ?? []),
            listField,
            { resource: router.resource, path: ["spec", "entryPoints"] },
            { resource: router.resource, path: ["spec", "entryPoints"], setting: onlyPlainSetting },
          ];
        // Where no middleware tells, the list without it does.
        const ofSteps = steps.aspects(facet);
        return [
          ...(ofSteps.length > 0 || beyondMiddlewares.has(facet) ? ofSteps : [listField]),
          ...(tls?.aspects(facet) ?? []),
          ...router.services.aspects(facet),
        ];
      },
    };
  });
}

const beyondMiddlewares: ReadonlySet<Facet> = new Set<Facet>([
  "accessLog",
  "backend",
  "backendTls",
  "certificate",
  "ciphers",
  "issuer",
  "mirror",
  "passthrough",
  "tls",
  "tlsVersion",
]);

function plainOf({ doors }: Router, controls: ControlValues, missing: readonly string[]): HttpDraft["plain"] {
  if (doors.plain === false) return "closed";
  if (doors.plain === "unknown") return "unknown";
  if (controls.redirect === "redirect") return "redirects";
  return missing.length > 0 ? "unknown" : "serves";
}
