import { defineControl } from "../control.ts";

/**
 * References from other namespaces that are permitted: what may refer (`HTTPRoute in shop`) to what (`Service`, or `Service api`).
 * A permission without a name covers every object of the kind.
 */
export type Reference = { readonly from: string; readonly kind: string; readonly name: string | null };

export const references = defineControl<"references", readonly Reference[]>({
  name: "references",
  none: [],
  compare(before, after) {
    const [fewer, more] = [isCovered(after, before), isCovered(before, after)];
    return fewer && more ? "equal" : fewer ? "stronger" : more ? "weaker" : "incomparable";
  },
  show: (list) => list.slice(0, 5).map(showReference).join(", ") || "nothing",
});

export function showReference({ from, kind, name }: Reference): string {
  return `${from} to ${name === null ? `every ${kind}` : `${kind} ${name}`}`;
}

function isCovered(inner: readonly Reference[], outer: readonly Reference[]): boolean {
  return inner.every((one) =>
    outer.some(
      (other) => other.from === one.from && other.kind === one.kind && (other.name === null || other.name === one.name),
    ),
  );
}
