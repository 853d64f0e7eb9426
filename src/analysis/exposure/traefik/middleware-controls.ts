import type { PathPattern } from "../path-pattern.ts";
import type { World } from "../world.ts";
import { readSteps, type StepsReading } from "./read-steps.ts";
import { type MiddlewareReference, stepsOf } from "./steps.ts";

/**
 * What Middlewares do that routes of other kinds name, such as the ExtensionRef filters of the Gateway API, in the order in which
 * requests meet them: only the controls that they touch. One that is not in the repository makes `auth` unreadable; the others
 * are marked as used.
 */
export function traefikMiddlewares(
  world: World,
  references: readonly MiddlewareReference[],
  path: PathPattern = { kind: "any" },
): StepsReading {
  return readSteps(stepsOf(world, references), path);
}
