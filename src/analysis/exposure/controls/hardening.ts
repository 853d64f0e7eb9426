import { defineControl } from "../control.ts";
import { fewerIsStronger } from "../control-order.ts";

/** Guards of a controller that are switched off for every tenant, as `key: value`, sorted: `allow-snippet-annotations: true`. */
export const hardening = defineControl<"hardening", readonly string[]>({
  name: "hardening",
  none: [],
  compare: fewerIsStronger,
  show: (relaxed) => relaxed.join(", ") || "every guard on",
});
