import { type AuthAtom, type AuthFormula, compareFormulas } from "../auth-formula.ts";
import type { Order } from "../containment.ts";
import { defineControl } from "../control.ts";
import { combined, fewerIsStronger } from "../control-order.ts";

/** What a request must prove before it is served. */
export type Auth =
  | {
      readonly kind: "checks";
      /** Every way in; `[[]]` asks for nothing, `[]` refuses everyone. Source addresses stand in it only under `choice`. */
      readonly ways: AuthFormula;
      /** Somebody asked that one of several proofs is enough (`satisfy: any`). */
      readonly choice: boolean;
      /** The accepted CIDR blocks joined by commas, empty if every address is accepted; also in `ways` under `choice`. */
      readonly network: string;
      /** How a client certificate that is not required is treated. */
      readonly optionalCertificate: "no" | "unverified" | "verified";
      /** Checks that let a request pass when they cannot decide, or when it brings no credential. */
      readonly failOpen?: readonly string[];
      /** What exempts these requests from a check that their neighbours need: the setting, in a few words. */
      readonly exempt?: string;
    }
  /** The controller refuses every request because a value is wrong. */
  | { readonly kind: "refused"; readonly text: string }
  /** A template, a policy that is not in the repository, or a value that this controller may read in another way. */
  | { readonly kind: "unreadable"; readonly text: string };

export type AuthChecks = Extract<Auth, { kind: "checks" }>;

export const noAuth: AuthChecks = {
  kind: "checks",
  ways: [[]],
  choice: false,
  network: "",
  optionalCertificate: "no",
};

/** `exempt` where the checks belong to HTTPS and the same requests are served over plain HTTP as well. */
export const plainHttpExempt = "the HTTP listener";

/** Every one of these proofs is needed. */
export function allOf(...atoms: readonly AuthAtom[]): AuthChecks {
  return { ...noAuth, ways: [atoms] };
}

export const auth = defineControl<"auth", Auth>({
  name: "auth",
  none: noAuth,
  compare(before, after) {
    if (before.kind === "unreadable" || after.kind === "unreadable")
      return JSON.stringify(before) === JSON.stringify(after) ? "equal" : "unknown";
    if (before.kind === "refused" || after.kind === "refused")
      return before.kind === after.kind ? "equal" : after.kind === "refused" ? "stronger" : "weaker";
    // Where source addresses are always required as well, the control `sourceRange` tells about them.
    const withNetwork = before.choice || after.choice;
    const order = compareFormulas(waysOf(before, withNetwork), waysOf(after, withNetwork));
    if (order !== "equal") return order;
    return combined([compareOptional(before, after), fewerIsStronger(before.failOpen ?? [], after.failOpen ?? [])]);
  },
  show(value) {
    if (value.kind !== "checks") return `${value.kind} (${value.text})`;
    if (value.ways.length === 0) return "refuses everybody";
    const words = value.ways.map((way) => way.map(showAtom).join(" and ") || "nothing");
    const open = value.failOpen?.length ? ` (passes when ${value.failOpen.join(", ")} cannot decide)` : "";
    const optional = value.optionalCertificate === "no" ? "" : ` (a client certificate is optional)`;
    const text = [...new Set(words)].slice(0, 4).join(" or ");
    return `${text === "nothing" ? "no authentication" : text}${open}${optional}`;
  },
});

/**
 * Several values of which one cannot be read, as one. The others are kept in its words: losing one of them is a change, whatever
 * the unreadable one does.
 */
export function unreadableWith(...values: readonly Auth[]): Auth {
  const words = values.flatMap((value) => {
    if (value.kind !== "checks") return [value.text];
    const optional = value.optionalCertificate === "no" ? [] : [`optional certificate ${value.optionalCertificate}`];
    const open = (value.failOpen ?? []).map((check) => `passes when ${check} cannot decide`);
    return [...value.ways.flat().map(({ kind, by }) => `${kind} ${by}`), ...optional, ...open];
  });
  return { kind: "unreadable", text: [...new Set(words)].sort().join(", ") };
}

/** Whether a request needs to prove nothing. */
export function acceptsAnonymous(value: Auth): boolean {
  return value.kind === "checks" && value.ways.some((way) => way.length === 0);
}

function waysOf(value: AuthChecks, withNetwork: boolean): AuthFormula {
  if (!withNetwork || value.choice || value.network === "") return value.ways;
  return value.ways.map((way) => [...way, { kind: "network", by: value.network }]);
}

function compareOptional(before: AuthChecks, after: AuthChecks): Order {
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
    case "unverified-certificate":
      return `any client certificate (${atom.by})`;
    case "network":
      return `an address in ${atom.by}`;
    case "peer-network":
      return `a connection from ${atom.by}`;
    case "basic":
    case "digest":
      return `a ${atom.kind} password (${atom.by})`;
    case "api-key":
      return `an API key (${atom.by})`;
    case "jwt":
      return `a token (${atom.by})`;
    case "oidc":
      return `a login at ${atom.by}`;
    case "identity":
      return atom.by;
  }
}
