import type { ControlValues } from "../control-values.ts";
import type { PathPattern } from "../path-pattern.ts";
import type { World } from "../world.ts";
import { readSteps, type StepsReading } from "./read-steps.ts";
import { stepsOf } from "./steps.ts";

/**
 * The controls of one Middleware, for routes of other kinds that name it, such as the ExtensionRef filters of the Gateway API:
 * only those that it touches. A Middleware that the repository does not have makes `auth` unreadable.
 */
export function traefikMiddlewareControls(
  world: World,
  namespace: string | null | undefined,
  name: string,
  path: PathPattern = { kind: "any" },
): ControlValues {
  return traefikMiddleware(world, namespace, name, path).controls;
}

/** The same with the fields behind the controls, and what no control interprets. The Middleware is marked as used. */
export function traefikMiddleware(
  world: World,
  namespace: string | null | undefined,
  name: string,
  path: PathPattern = { kind: "any" },
): Pick<StepsReading, "controls" | "texts" | "textAspects" | "aspects"> {
  return readSteps(stepsOf(world, [{ name, namespace }]), path);
}
