import { defineControl } from "../control.ts";
import { fewerIsStronger } from "../control-order.ts";

/**
 * Settings that look like a protection and do nothing, each as `setting: why`, sorted:
 * `nginx.ingress.kubernetes.io/auth-tls-verify-client: there is no auth-tls-secret`.
 */
export const ineffective = defineControl<"ineffective", readonly string[]>({
  name: "ineffective",
  none: [],
  compare: fewerIsStronger,
  show: (settings) => settings.join("; ") || "none",
});
