import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";
import { refer } from "./objects.ts";
import { objectsOf } from "./values.ts";

/** Names a middleware, and the field that does so. */
export interface MiddlewareReference {
  readonly name: string;
  readonly namespace: string | null | undefined;
  readonly field?: Aspect;
}

/** One middleware in the order in which requests meet it, with the references that lead to it. */
export type Step = { readonly via: readonly Aspect[] } & (
  | { readonly kind: "known"; readonly resource: Resource; readonly type: string; readonly config: PlainObject }
  | { readonly kind: "missing"; readonly name: string }
);

const mostSteps = 200;
const deepestChain = 10;

/** The middlewares behind the references, chains resolved. What they name and the repository lacks is a step of its own. */
export function stepsOf(
  world: World,
  references: readonly MiddlewareReference[],
  kind: "Middleware" | "MiddlewareTCP" = "Middleware",
): readonly Step[] {
  const steps: Step[] = [];
  let visits = 0;
  const follow = ({ name, namespace, field }: MiddlewareReference, before: readonly Aspect[], depth: number): void => {
    // Chains of chains without a middleware cost steps as well.
    if (++visits > mostSteps) return;
    const via = field ? [...before, field] : before;
    const found = refer(world, kind, namespace, name);
    if ("missing" in found || depth > deepestChain) {
      steps.push({
        kind: "missing",
        name: `${kind === "Middleware" ? "middleware" : kind} ${"missing" in found ? found.missing : name}`,
        via,
      });
      return;
    }
    const { resource } = found;
    world.use(resource);
    const types = Object.entries(asObject(resource.data.spec) ?? {});
    // Traefik refuses a middleware that does nothing at all.
    if (types.length === 0) steps.push({ kind: "missing", name: `${kind} ${name} without a type`, via });
    for (const [type, value] of types) {
      const config = asObject(value) ?? {};
      if (type !== "chain") steps.push({ kind: "known", resource, type, config, via });
      else
        for (const next of referencesIn(resource, ["spec", "chain", "middlewares"], config.middlewares))
          follow(next, via, depth + 1);
    }
  };
  for (const reference of references) follow(reference, [], 0);
  return steps;
}

/** The references of a list of an object, which stand for its own namespace unless they name another. */
export function referencesIn(
  resource: Resource,
  path: FieldPath,
  list: PlainObject[string] | undefined,
): MiddlewareReference[] {
  return objectsOf(list).map(({ item, index }) => ({
    name: asText(item.name) ?? "",
    namespace: asText(item.namespace) || resource.namespace,
    field: { resource, path: [...path, index] },
  }));
}
