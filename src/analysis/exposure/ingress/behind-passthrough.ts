import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import { noLimit } from "../controls/rate-limit.ts";
import type { SourceRange } from "../controls/source-range.ts";

/** The controls of connections that are handed on unopened by their server name: none that needs to read a request. */
export function behindPassthrough(
  secrets: readonly string[],
  sourceRange: SourceRange = { kind: "every" },
): ControlValues {
  return {
    tls: "passthrough",
    certificate: secrets,
    passthrough: "on",
    redirect: "none",
    auth: noAuth,
    sourceRange,
    rateLimit: noLimit,
    snippet: [],
    backendTls: { level: "none", by: "" },
  };
}
