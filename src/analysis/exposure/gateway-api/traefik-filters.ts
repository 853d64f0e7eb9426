import type { Rewrite } from "../controls/rewrite.ts";
import { type PathPattern, pathKey } from "../path-pattern.ts";
import type { Aspect, Facet } from "../route.ts";
import { traefikMiddlewares } from "../traefik/middleware-controls.ts";
import { traefikGroups } from "../traefik/objects.ts";
import type { World } from "../world.ts";
import type { Ref } from "./names.ts";
import { noPart, type Part, partOf } from "./part.ts";

/** An `extensionRef` and the filter that holds it. */
export interface Extension {
  readonly ref: Ref;
  readonly aspect: Aspect;
}

export interface MiddlewareFilters {
  readonly part: Part;
  /** The filter that sends visitors to HTTPS. */
  readonly toHttps: Aspect | undefined;
  /** Whether one of them is not in the repository. */
  readonly isMissing: boolean;
  rewrite(path: PathPattern): Rewrite | undefined;
}

export function isMiddleware({ ref }: Extension): boolean {
  return traefikGroups.includes(ref.group) && ref.kind === "Middleware";
}

const noFilters: MiddlewareFilters = {
  part: noPart,
  toHttps: undefined,
  isMissing: false,
  rewrite: () => undefined,
};

/** What the Middlewares do that the filters of a rule name, in their order. */
export function middlewareFilters(extensions: readonly Extension[], world: World): MiddlewareFilters {
  const [first] = extensions;
  if (!first) return noFilters;
  const references = extensions.map(({ ref, aspect }) => ({ ...ref, field: aspect }));
  const reading = traefikMiddlewares(world, references);
  const { redirect, rewrite: _rewrite, ...controls } = reading.controls;
  const facets = Object.keys(reading.controls) as Facet[];
  const rewrites = new Map<string, Rewrite | undefined>();
  const order = reading.order === "" ? {} : { "spec.rules[].filters": reading.order };
  return {
    part: partOf({
      controls,
      texts: { ...reading.texts, ...order },
      aspects: {
        ...Object.fromEntries(facets.map((facet) => [facet, reading.aspects(facet)])),
        annotation: [...reading.textAspects, ...references.map(({ field }) => field)],
      },
    }),
    toHttps: redirect === "redirect" ? (reading.aspects("redirect")[0] ?? first.aspect) : undefined,
    isMissing: reading.missing.length > 0,
    rewrite(path) {
      const key = pathKey(path);
      if (!rewrites.has(key)) rewrites.set(key, traefikMiddlewares(world, references, path).controls.rewrite);
      return rewrites.get(key);
    },
  };
}
