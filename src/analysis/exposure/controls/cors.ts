import type { Order } from "../containment.ts";
import { defineControl } from "../control.ts";
import { byRank, combined, fewerIsStronger } from "../control-order.ts";

/** Which other sites may read answers in a visitor's browser. Null: the edge adds no CORS headers. */
export type Cors = {
  /** `*`, exact origins, wildcard origins and expressions, sorted. */
  readonly origins: readonly string[];
  readonly credentials: boolean;
  /** Whether the edge answers `*` with the caller's own origin, which makes browsers send credentials to any site. */
  readonly echoesAny: boolean;
} | null;

export const cors = defineControl<"cors", Cors>({
  name: "cors",
  none: null,
  compare(before, after) {
    const [was, is] = [before ?? off, after ?? off];
    return combined([compareOrigins(was.origins, is.origins), byRank(-Number(opens(was)), -Number(opens(is)))]);
  },
  show(value) {
    if (!value) return "no CORS headers";
    return `${value.origins.slice(0, 5).join(", ")}${value.credentials ? " with credentials" : ""}`;
  },
});

const off = { origins: [], credentials: false, echoesAny: false };

// Credentials matter where some site may use them; browsers refuse them together with a literal `*`.
function opens({ origins, credentials, echoesAny }: NonNullable<Cors>): boolean {
  return credentials && (echoesAny || origins.some((origin) => origin !== "*"));
}

function compareOrigins(before: readonly string[], after: readonly string[]): Order {
  if (before.includes("*") || after.includes("*"))
    return byRank(-Number(before.includes("*")), -Number(after.includes("*")));
  return fewerIsStronger(before, after);
}
