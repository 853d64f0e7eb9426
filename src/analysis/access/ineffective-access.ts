import type { AccessState } from "./access-state.ts";
import { atomKey } from "./atom.ts";
import { expandedIn } from "./expanded-in.ts";
import type { GainedAtom } from "./gained-access.ts";
import { scopeKey } from "./scope.ts";

/**
 * Rights that `to` writes down and `from` did not, but that no request can ever use: `pods/*`, nodes through a RoleBinding.
 * They look like grants to a reviewer, so they are told, as a change without effect.
 */
export function ineffectiveAccess(from: AccessState, to: AccessState): readonly GainedAtom[] {
  const written = new Map<string, ReadonlySet<string>>();
  return to.grants
    .filter((grant) => !from.grantKeys.has(grant.key))
    .flatMap((grant) => {
      const { principal, scope } = grant;
      const key = JSON.stringify([principal.key, scopeKey(scope)]);
      const known = written.get(key) ?? ineffectiveKeys(from, principal.key, scopeKey(scope));
      written.set(key, known);
      return (grant.role?.rules ?? []).flatMap((rule) => {
        const { ineffective } = expandedIn(scope, rule);
        return ineffective
          .filter((atom) => !known.has(atomKey(atom)))
          .map((atom) => ({ principal, scope, atom, grant, rule }));
      });
    });
}

function ineffectiveKeys(state: AccessState, principal: string, scope: string): ReadonlySet<string> {
  const grants = (state.byPrincipal.get(principal) ?? []).filter((grant) => scopeKey(grant.scope) === scope);
  return new Set(
    grants.flatMap((grant) =>
      (grant.role?.rules ?? []).flatMap((rule) => expandedIn(grant.scope, rule).ineffective.map(atomKey)),
    ),
  );
}
