import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import { noLimit } from "../controls/rate-limit.ts";
import { mergeControls } from "./merge-controls.ts";
import type { StepsReading } from "./read-steps.ts";

/** What counts for a router without middlewares. Bodies have no limit unless a middleware buffers them. */
const untouched = {
  auth: noAuth,
  sourceRange: { kind: "every" },
  rateLimit: noLimit,
  bodyLimit: null,
  clientIp: { from: "socket", by: "" },
  cors: null,
  hsts: null,
  ineffective: [],
  requestHeaders: [],
  responseHeaders: {},
  redirectTarget: [],
  rewrite: { to: "", reach: "same" },
  snippet: [],
  waf: { mode: "off", exclusions: [], policy: "" },
} as const satisfies ControlValues;

/** The controls of a router: what its middlewares do, and nothing configured where none of them does anything. */
export function withMiddlewares(steps: StepsReading, ...others: readonly ControlValues[]): ControlValues {
  const { redirect: _, ...touched } = others.reduce(mergeControls, steps.controls);
  // A middleware that is not in the repository may do any of it; the size of bodies is taken as it is everywhere else.
  return steps.missing.length > 0 ? { bodyLimit: null, ...touched } : { ...untouched, ...touched };
}
