import { isSubset, parseAddresses } from "./address-set.ts";
import { type Order, orderOf } from "./containment.ts";

/** One thing that a request must have: a credential checked in one way, or a source address in a list. */
export type AuthAtom = {
  readonly kind:
    | "basic"
    | "digest"
    | "api-key"
    | "external"
    | "jwt"
    | "oidc"
    | "client-certificate"
    /** A client certificate that nobody verifies. */
    | "unverified-certificate"
    | "network"
    /** The same of the connection itself, whoever the proxies in front say that the client is. */
    | "peer-network"
    /** The caller's identity in the mesh, or another attribute that a policy asks for. */
    | "identity";
  /** What decides: the Secret, the URL, the issuer, the CA, the CIDR blocks joined by commas. */
  readonly by: string;
};

/**
 * A formula in disjunctive form: a request is accepted if it has every atom of at least one of the lists.
 * `[]` refuses everyone, `[[]]` accepts everyone.
 */
export type AuthFormula = readonly (readonly AuthAtom[])[];

/** The order of what two formulas accept: every way in after the change must contain a way in from before it to be as strong. */
export function compareFormulas(before: AuthFormula, after: AuthFormula): Order {
  return orderOf(acceptsOnly(after, before), acceptsOnly(before, after));
}

function acceptsOnly(inner: AuthFormula, outer: AuthFormula): boolean {
  return inner.every((way) =>
    outer.some((other) => other.every((needed) => way.some((atom) => implies(atom, needed)))),
  );
}

function implies(atom: AuthAtom, needed: AuthAtom): boolean {
  // A certificate that is verified is one that somebody presents.
  if (atom.kind === "client-certificate" && needed.kind === "unverified-certificate") return true;
  if (atom.kind !== needed.kind) return false;
  if (atom.by === needed.by) return true;
  if (atom.kind !== "network" && atom.kind !== "peer-network") return false;
  const [inner, outer] = [parseAddresses(atom.by.split(",")), parseAddresses(needed.by.split(","))];
  return inner !== undefined && outer !== undefined && isSubset(inner, outer);
}
