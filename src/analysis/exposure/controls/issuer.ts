import { defineControl } from "../control.ts";

/**
 * Who signs the certificate: `trusted` is an authority that browsers know or that the organisation runs, `untrusted` a staging or
 * self-signed one. `named` is an issuer whose name says nothing. `none`: no issuer is named, and the Secret comes from elsewhere.
 */
export type Issuer = { readonly kind: "trusted" | "untrusted" | "named" | "none"; readonly name: string };

export const issuer = defineControl<"issuer", Issuer>({
  name: "issuer",
  none: { kind: "none", name: "" },
  compare(before, after) {
    if (before.kind === after.kind && before.name === after.name) return "equal";
    if (before.kind === "untrusted" && after.kind !== "untrusted") return "stronger";
    if (after.kind === "untrusted" && before.kind !== "untrusted") return "weaker";
    return "incomparable";
  },
  show: (value) => (value.kind === "none" ? "no issuer" : value.name),
  incomparable: "neutral",
});
