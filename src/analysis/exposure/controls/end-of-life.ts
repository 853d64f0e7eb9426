import { defineControl } from "../control.ts";
import { fewerIsStronger } from "../control-order.ts";

/** Why nobody should start to rely on a controller: that it is retired, and known holes of the version, one text each, sorted. */
export const endOfLife = defineControl<"endOfLife", readonly string[]>({
  name: "endOfLife",
  none: [],
  compare: fewerIsStronger,
  show: (reasons) => reasons.join(", ") || "supported",
});
