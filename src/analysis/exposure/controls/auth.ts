import { type AuthAtom, type AuthFormula, compareFormulas } from "../auth-formula.ts";
import { defineControl } from "../control.ts";

/** What a request must prove before it is served. */
export type Auth =
  | {
      readonly kind: "checks";
      /** Checked on every request, whatever `satisfy` says: the client certificate. */
      readonly always: readonly AuthAtom[];
      readonly checks: readonly AuthAtom[];
      /** The accepted CIDR blocks joined by commas, empty if every address is accepted. */
      readonly network: string;
      /** `any`: one of the checks, or an accepted address, is enough. Only where there is something to choose from. */
      readonly satisfy: "all" | "any";
      /** How a client certificate that is not required is treated. */
      readonly optionalCertificate: "no" | "unverified" | "verified";
    }
  /** The controller refuses every request because a value is wrong. */
  | { readonly kind: "refused"; readonly text: string }
  /** A template, or a value that this controller may read in another way. */
  | { readonly kind: "unreadable"; readonly text: string };

export type AuthChecks = Extract<Auth, { kind: "checks" }>;

export const noAuth: AuthChecks = {
  kind: "checks",
  always: [],
  checks: [],
  network: "",
  satisfy: "all",
  optionalCertificate: "no",
};

export const auth = defineControl<"auth", Auth>({
  name: "auth",
  none: noAuth,
  compare(before, after) {
    if (before.kind === "unreadable" || after.kind === "unreadable")
      return JSON.stringify(before) === JSON.stringify(after) ? "equal" : "unknown";
    if (before.kind === "refused" || after.kind === "refused")
      return before.kind === after.kind ? "equal" : after.kind === "refused" ? "stronger" : "weaker";
    // Where source addresses are always required as well, the control `sourceRange` tells about them.
    const withNetwork = before.satisfy === "any" || after.satisfy === "any";
    const order = compareFormulas(formulaOf(before, withNetwork), formulaOf(after, withNetwork));
    return order === "equal" ? compareOptional(before, after) : order;
  },
  show(value) {
    if (value.kind !== "checks") return `${value.kind} (${value.text})`;
    const checks = [
      ...value.checks.map(showAtom),
      ...(value.satisfy === "any" && value.network ? ["an accepted address"] : []),
    ];
    const words = [
      ...value.always.map(showAtom),
      ...(checks.length > 0 ? [checks.join(value.satisfy === "any" ? " or " : " and ")] : []),
    ];
    return words.join(" and ") || "no authentication";
  },
});

/** Whether a request needs to prove nothing. */
export function acceptsAnonymous(value: Auth): boolean {
  return value.kind === "checks" && value.always.length === 0 && value.checks.length === 0;
}

function formulaOf(value: AuthChecks, withNetwork: boolean): AuthFormula {
  const network: AuthAtom[] = withNetwork && value.network ? [{ kind: "network", by: value.network }] : [];
  const choices = [...network, ...value.checks];
  if (value.satisfy === "any" && choices.length > 0) return choices.map((choice) => [...value.always, choice]);
  return [[...value.always, ...choices]];
}

function compareOptional(before: AuthChecks, after: AuthChecks): "equal" | "stronger" | "weaker" {
  const rank = { no: 0, unverified: 1, verified: 2 };
  const difference = rank[after.optionalCertificate] - rank[before.optionalCertificate];
  return difference === 0 ? "equal" : difference > 0 ? "stronger" : "weaker";
}

function showAtom(atom: AuthAtom): string {
  switch (atom.kind) {
    case "external":
      return `a check by ${atom.by}`;
    case "client-certificate":
      return `a client certificate (${atom.by})`;
    case "network":
      return `an address in ${atom.by}`;
    case "basic":
    case "digest":
      return `a ${atom.kind} password (${atom.by})`;
  }
}
