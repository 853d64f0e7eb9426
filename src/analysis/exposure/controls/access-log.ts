import { defineControl } from "../control.ts";
import { byRank } from "../control-order.ts";

/** The share of requests that the edge logs, from 0 (off) to 1. */
export const accessLog = defineControl<"accessLog", number>({
  name: "accessLog",
  none: 1,
  compare: byRank,
  show: (share) =>
    share === 0 ? "no access log" : share === 1 ? "an access log" : `an access log of ${share * 100} %`,
});
