import { defineControl } from "../control.ts";
import { fewerIsStronger } from "../control-order.ts";

/**
 * Values that could leave their place in the configuration which a controller writes, as `field "value": what is wrong with it`, sorted:
 * shapes that are known from exploits and that no legal value needs.
 */
export const injection = defineControl<"injection", readonly string[]>({
  name: "injection",
  none: [],
  compare: fewerIsStronger,
  show: (found) => found.join("; ") || "none",
});
