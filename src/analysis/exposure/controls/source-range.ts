import { isSubset, noAddress, parseAddresses } from "../address-set.ts";
import { orderOf } from "../containment.ts";
import { defineControl } from "../control.ts";

/** The client addresses that are accepted, as the fewest CIDR blocks. No block at all refuses everyone. */
export type SourceRange =
  /** `despite`: a list stands in the manifest and has no effect, because of this. */
  | { readonly kind: "every"; readonly despite?: string }
  | { readonly kind: "blocks"; readonly accepts: readonly string[] }
  /** A template, or a value that this controller may read in another way. */
  | { readonly kind: "unreadable"; readonly text: string };

export const sourceRange = defineControl<"sourceRange", SourceRange>({
  name: "sourceRange",
  none: { kind: "every" },
  compare(before, after) {
    if (before.kind === "unreadable" || after.kind === "unreadable")
      return JSON.stringify(before) === JSON.stringify(after) ? "equal" : "unknown";
    // What stands in the place of a list may let in others than before.
    const despites = [before, after].flatMap((one) => (one.kind === "every" ? (one.despite ?? []) : []));
    if (despites.length === 2 && despites[0] !== despites[1]) return "unknown";
    return orderOf(contained(after, before), contained(before, after));
  },
  show(value) {
    if (value.kind === "every") return "every address";
    if (value.kind === "unreadable") return `not readable (${value.text})`;
    if (value.accepts.length > 6) return `${value.accepts.slice(0, 5).join(", ")} and ${value.accepts.length - 5} more`;
    return value.accepts.join(", ") || "no address";
  },
});

/** Whether all addresses of a family are accepted. */
export function acceptsEveryone(value: SourceRange): boolean {
  if (value.kind === "blocks") return value.accepts.includes("0.0.0.0/0") || value.accepts.includes("::/0");
  return value.kind === "every";
}

type Readable = Exclude<SourceRange, { kind: "unreadable" }>;

function contained(inner: Readable, outer: Readable): boolean {
  if (outer.kind === "every") return true;
  if (inner.kind === "every") return false;
  return isSubset(parseAddresses(inner.accepts) ?? noAddress, parseAddresses(outer.accepts) ?? noAddress);
}
