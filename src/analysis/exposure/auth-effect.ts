import { type AuthAtom, type AuthFormula, compareFormulas } from "./auth-formula.ts";
import { type Auth, type AuthChecks, acceptsAnonymous, plainHttpExempt } from "./controls/auth.ts";
import type { ExposureChange } from "./exposure-change.ts";

/**
 * What a loss of authentication comes down to, so that one effect is told by one rule:
 * `any-of` (one of several proofs is enough), `plain-http` (HTTP goes around the checks), `exempt` (a setting exempts the requests),
 * `opened` (a policy that named who may call lets everybody in), `removed` (no credential any more), `fail-open` (requests pass that
 * were not checked), `certificate` (only client certificates count for less), `weakened` (anything else that is less), `replaced` (neither
 * more nor less).
 */
type AuthEffect =
  | "any-of"
  | "plain-http"
  | "exempt"
  | "opened"
  | "removed"
  | "fail-open"
  | "certificate"
  | "weakened"
  | "replaced";

type AuthChange = Extract<ExposureChange, { facet: "auth" }>;

/** The effect of a change of authentication; undefined where nothing was lost. */
export function authEffect({ from, to, order, resource }: AuthChange): AuthEffect | undefined {
  if (!from || !to || (order !== "weaker" && order !== "incomparable")) return undefined;
  if (to.kind !== "checks") return order === "weaker" ? "weakened" : "replaced";
  if (from.kind !== "checks") return acceptsAnonymous(to) ? "removed" : "weakened";
  if (order === "weaker") {
    if (!from.choice && to.choice) return "any-of";
    if (to.exempt !== undefined && to.exempt !== from.exempt)
      return to.exempt === plainHttpExempt ? "plain-http" : "exempt";
    if (!acceptsAnonymous(from) && acceptsAnonymous(to)) return openedEffect(from, resource.kind);
  }
  if (failOpenGained(from, to).length > 0) return "fail-open";
  if (order === "incomparable") return hasLowerRank(to, from) ? "weakened" : "replaced";
  const others = compareFormulas(withoutCertificates(from.ways), withoutCertificates(to.ways));
  return others === "equal" ? "certificate" : "weakened";
}

/** The checks that fail open now and did not before. */
export function failOpenGained(from: Auth, to: Auth): readonly string[] {
  if (from.kind !== "checks" || to.kind !== "checks") return [];
  const known = new Set(from.failOpen ?? []);
  return (to.failOpen ?? []).filter((check) => !known.has(check));
}

/** The client certificates that each way in asks for. */
export function certificatesOf(ways: AuthFormula): AuthFormula {
  return ways.map((way) => way.filter(isCertificate));
}

function openedEffect({ ways }: AuthChecks, kind: string): AuthEffect {
  const atoms = ways.flat();
  if (atoms.length > 0 && atoms.every(isCertificate)) return "certificate";
  // A policy about callers and addresses asks for no credential, and one that refuses everybody for nothing at all.
  const names = kind === "AuthorizationPolicy" || atoms.every((atom) => attributes.has(atom.kind));
  return names ? "opened" : "removed";
}

const attributes: ReadonlySet<AuthAtom["kind"]> = new Set(["identity", "network", "peer-network"]);

function isCertificate({ kind }: AuthAtom): boolean {
  return kind === "client-certificate" || kind === "unverified-certificate";
}

function withoutCertificates(ways: AuthFormula): AuthFormula {
  return ways.map((way) => way.filter((atom) => !isCertificate(atom)));
}

// A password is a weaker proof than one that is made for each request; other kinds have no rank.
const ranks: Readonly<Partial<Record<AuthAtom["kind"], number>>> = {
  basic: 0,
  digest: 1,
  external: 2,
  jwt: 2,
  oidc: 2,
  "client-certificate": 2,
};

function hasLowerRank(to: AuthChecks, from: AuthChecks): boolean {
  const [now, before] = [rankOf(to.ways), rankOf(from.ways)];
  return now !== undefined && before !== undefined && now < before;
}

// Of several ways in the weakest counts, and on it the strongest proof.
function rankOf(ways: AuthFormula): number | undefined {
  let lowest: number | undefined;
  for (const way of ways) {
    const known = way.flatMap(({ kind }) => ranks[kind] ?? []);
    if (known.length === 0) return undefined;
    lowest = Math.min(lowest ?? Number.POSITIVE_INFINITY, Math.max(...known));
  }
  return lowest;
}
