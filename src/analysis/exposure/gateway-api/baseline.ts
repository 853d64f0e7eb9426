import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import { ciphers } from "../controls/ciphers.ts";
import { clientIp } from "../controls/client-ip.ts";
import { noLimit } from "../controls/rate-limit.ts";
import { rewrite as rewriteControl } from "../controls/rewrite.ts";
import { waf } from "../controls/waf.ts";
import type { Door } from "./doors.ts";
import { controlsOfForeign } from "./foreign-policies.ts";

/** What counts where nobody configures anything. */
export function baseline(isHttp: boolean, hasForeign: boolean, { entry }: Door): ControlValues {
  const isEnvoy = entry.controller.startsWith("gateway.envoyproxy.io/");
  const values: ControlValues = {
    auth: noAuth,
    sourceRange: { kind: "every" },
    ...(isHttp
      ? {
          cors: null,
          hsts: null,
          mirror: [],
          rateLimit: noLimit,
          requestHeaders: [],
          responseHeaders: {},
          rewrite: rewriteControl.none,
          snippet: [],
          passthrough: "off",
          waf: waf.none,
        }
      : {}),
    ...(isEnvoy && isHttp ? { clientIp: clientIp.none, ciphers: ciphers.none } : {}),
  };
  const unread = new Set<string>(hasForeign ? controlsOfForeign : []);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !unread.has(name)));
}
