import { defineControl } from "../control.ts";
import { fewerIsStronger } from "../control-order.ts";

/** Where copies of requests go: each target with its share, such as `https://test.example.com (100 %)`, sorted. */
export const mirror = defineControl<"mirror", readonly string[]>({
  name: "mirror",
  none: [],
  compare: fewerIsStronger,
  show: (targets) => targets.join(", ") || "no copies",
});
