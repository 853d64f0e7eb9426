import { defineControl } from "../control.ts";
import { combined } from "../control-order.ts";

/**
 * Security headers that the edge adds to answers, by lower-case name (`isSecurityHeader` in security-headers.ts). Null as a value: the
 * edge takes the header away from what the service sends.
 */
export type ResponseHeaders = { readonly [name: string]: string | null };

export const responseHeaders = defineControl<"responseHeaders", ResponseHeaders>({
  name: "responseHeaders",
  none: {},
  compare(before, after) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return combined(
      names.map((name) => {
        const [was, is] = [headerIn(before, name), headerIn(after, name)];
        if (was === is) return "equal";
        // Taken away, left to the service, set by the edge: in this order.
        if (typeof was === "string" && typeof is === "string") return "incomparable";
        return rank(is) > rank(was) ? "stronger" : "weaker";
      }),
    );
  },
  show: (headers) =>
    Object.entries(headers)
      .map(([name, value]) => (value === null ? `${name} removed` : `${name}: ${value}`))
      .join(", ") || "no security headers",
});

/** The headers that browsers no longer get from the edge, or that it takes away now. */
export function lostHeaders(before: ResponseHeaders, after: ResponseHeaders): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.filter((name) => rank(headerIn(after, name)) < rank(headerIn(before, name)));
}

function headerIn(headers: ResponseHeaders, name: string): string | null | undefined {
  return Object.hasOwn(headers, name) ? headers[name] : undefined;
}

function rank(value: string | null | undefined): number {
  return value === null ? 0 : value === undefined ? 1 : 2;
}
