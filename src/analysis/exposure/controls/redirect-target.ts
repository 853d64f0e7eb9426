import { defineControl } from "../control.ts";
import { fewerIsStronger } from "../control-order.ts";

/** Other origins or hosts that the edge itself sends visitors to (redirects, sign-in pages), as `kind target`, sorted: `redirect https://pay.example.net`. */
export const redirectTarget = defineControl<"redirectTarget", readonly string[]>({
  name: "redirectTarget",
  none: [],
  compare: fewerIsStronger,
  show: (targets) => targets.join(", ") || "nowhere else",
});
