import { identityOf, refOf } from "../../kubernetes/resource.ts";
import type { AccessChange } from "./access-change.ts";
import type { Grant } from "./access-state.ts";
import type { Comparison } from "./comparison.ts";
import { groupBy } from "./group-by.ts";
import { accountOf } from "./principal.ts";

/**
 * ServiceAccounts that bindings come to name and that nothing declares, though manifests declare others of their namespace: a
 * misspelt name, or an account that somebody else is to create. One change per account, however many bindings name it. Where
 * a chart or a remote base may bring the account along, nobody knows that it is missing.
 */
export function undeclaredSubjects(comparison: Comparison): readonly AccessChange[] {
  const { before, after, accountsBefore, accountsAfter } = comparison;
  return [...after.byPrincipal].flatMap(([key, grants]) => {
    const principal = grants[0]?.principal;
    const account = principal?.readable ? accountOf(principal) : undefined;
    if (!account || before.byPrincipal.has(key)) return [];
    if (accountsBefore.declares(account) || accountsAfter.declares(account)) return [];
    if (!accountsAfter.knowsNamespace(account.namespace)) return [];
    return changeOf(grants, account, comparison);
  });
}

function changeOf(
  grants: readonly Grant[],
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { view, unrendered }: Comparison,
): readonly AccessChange[] {
  const places = grants.flatMap(({ binding }) => binding ?? []);
  const [first] = places;
  if (!first) return [];
  if (places.some(({ resource }) => unrendered?.mayHold("ServiceAccount", namespace, resource.file))) return [];
  const account = `${namespace}/${name}`;
  return [
    {
      topic: "access",
      kind: "undeclared-subject",
      view,
      direction: "unknown",
      resource: refOf(first.resource),
      holders: grants.map(({ principal, scope }) => ({ principal, scope })),
      lines: [],
      escalations: [],
      headlines: [{ kind: "undeclared", namespace, name, bindings: bindingNames(places) }],
      effect: { kind: "undeclared-subject", account },
      before: null,
      after: null,
      because: places.map(({ resource, subject }) => resource.locate(["subjects", subject])),
    },
  ];
}

/** The same binding in many namespaces is named once. */
function bindingNames(places: readonly NonNullable<Grant["binding"]>[]): readonly string[] {
  const distinct = groupBy(places, ({ resource }) => identityOf(resource));
  const names = [...distinct.values()].flatMap(([place]) => place ?? []).map(({ resource }) => resource);
  return [...new Set(names.map(({ kind, name }) => `${kind} \`${name}\``))].sort();
}
