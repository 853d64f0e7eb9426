import type { ControlValues } from "../control-values.ts";
import { acceptsAnonymous, plainHttpExempt } from "../controls/auth.ts";
import { plainHttpCondition, type Route } from "../route.ts";

/**
 * The controls of two routes for the same requests. Where only one of them is for plain HTTP and the other one is served behind
 * TLS, the second door is told as that: nobody loses TLS, and checks that only HTTPS asks for are gone around.
 */
export function comparedControls(before: Route, after: Route): readonly [ControlValues, ControlValues] {
  const [was, is] = [before, after].map(({ conditions }) => conditions.includes(plainHttpCondition));
  if (was === is) return [before.controls, after.controls];
  return is
    ? [before.controls, besideTls(after.controls, before.controls)]
    : [besideTls(before.controls, after.controls), after.controls];
}

function besideTls(plain: ControlValues, secure: ControlValues): ControlValues {
  const shared = Object.fromEntries(
    ofTls.flatMap((name) => (secure[name] === undefined ? [] : [[name, secure[name]]])),
  );
  const goesAround =
    plain.auth?.kind === "checks" && secure.auth && acceptsAnonymous(plain.auth) && !acceptsAnonymous(secure.auth);
  return { ...plain, ...shared, ...(goesAround ? { auth: { ...plain.auth, exempt: plainHttpExempt } } : {}) };
}

const ofTls = ["tls", "certificate", "issuer", "tlsVersion", "ciphers", "passthrough", "hsts"] as const;
