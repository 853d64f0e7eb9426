import { identityOf, refOf } from "../../kubernetes/resource.ts";
import type { AccessChange } from "./access-change.ts";
import type { Grant } from "./access-state.ts";
import type { Comparison } from "./comparison.ts";
import { accountOf } from "./principal.ts";
import { scopeKey } from "./scope.ts";

/**
 * ServiceAccounts that are declared no more while bindings go on naming them: whoever may create an account of that name
 * gets the rights. What a binding named without a declaration before is no news.
 */
export function staleSubjects({ view, after, accountsBefore, accountsAfter }: Comparison): readonly AccessChange[] {
  return [...after.byPrincipal.values()].flatMap((grants) => {
    const account = grants[0] && accountOf(grants[0].principal);
    if (!account || !accountsBefore.declares(account) || accountsAfter.declares(account)) return [];
    return changeOf(grants, view);
  });
}

function changeOf(grants: readonly Grant[], view: string): readonly AccessChange[] {
  const bindings = new Map(
    grants.flatMap(({ binding }) => (binding ? [[identityOf(binding.resource), binding] as const] : [])),
  );
  const [first] = bindings.values();
  const [grant] = grants;
  if (!first || !grant) return [];
  const { principal } = grant;
  const scopes = new Map(grants.map(({ scope }) => [scopeKey(scope), scope]));
  const names = [...bindings.values()].map(({ resource }) => `${resource.kind} \`${resource.name}\``);
  return [
    {
      topic: "access",
      kind: "stale-subject",
      view,
      direction: "unknown",
      resource: refOf(first.resource),
      holders: [...scopes.values()].map((scope) => ({ principal, scope })),
      lines: [],
      escalations: [],
      headlines: [{ kind: "stale-subject", bindings: [...new Set(names)].sort() }],
      effect: { kind: "stale-subject", principal: principal.key, scopes: [...scopes.keys()].sort() },
      before: "declared",
      after: null,
      because: [...bindings.values()].map(({ resource, subject }) => resource.locate(["subjects", subject])),
    },
  ];
}
