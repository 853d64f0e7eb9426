import { identityOf } from "../../kubernetes/resource.ts";
import type { Holder } from "./access-change.ts";
import type { AccessState } from "./access-state.ts";
import { atomKey, isOwnNamespace } from "./atom.ts";
import { type Cause, causeOf } from "./cause.ts";
import type { GainedAtom } from "./gained-access.ts";
import { groupBy } from "./group-by.ts";
import { isPublic } from "./principal.ts";
import { scopeKey } from "./scope.ts";

/** What one principal gains in one scope through one cause. */
export interface Share {
  readonly holder: Holder;
  readonly cause: Cause;
  readonly items: readonly GainedAtom[];
}

/** Shares of the same rights through the same cause, in a fixed order: each group is never empty and becomes one change. */
export function sharesByCause(
  items: readonly GainedAtom[],
  own: AccessState,
  other: AccessState,
): readonly (readonly [Share, ...Share[]])[] {
  const shares = sharesOf(items, own, other);
  const alike = groupBy(shares, (share) => JSON.stringify([causeKey(share), kindKey(share)]));
  const groups = [...alike.values()].flatMap((some) => {
    return some.length === 1 ? [some] : [...groupBy(some, rightsKey).values()];
  });
  return groups.map((group) => [...group].sort(byHolder) as [Share, ...Share[]]);
}

function holderKey({ principal, scope }: Holder): string {
  return JSON.stringify([principal.key, scope.kind, scopeKey(scope)]);
}

function sharesOf(items: readonly GainedAtom[], own: AccessState, other: AccessState): readonly Share[] {
  const shares = new Map<string, { holder: Holder; cause: Cause; items: GainedAtom[] }>();
  for (const [{ item, cause }, some] of byOrigin(items, own, other)) {
    const { principal, scope, atom } = item;
    const key = `${holderKey(item)} ${atom.kind === "opaque"} ${identityOf(cause.resource)}`;
    const known = shares.get(key);
    if (known) for (const one of some) known.items.push(one);
    else shares.set(key, { holder: { principal, scope }, cause, items: [...some] });
  }
  return [...shares.values()];
}

type Origin = { readonly item: GainedAtom; readonly cause: Cause };

/** What one rule gives through one grant has one cause and one holder. */
function byOrigin(
  items: readonly GainedAtom[],
  own: AccessState,
  other: AccessState,
): Iterable<readonly [Origin, readonly GainedAtom[]]> {
  const byGrant = new Map<GainedAtom["grant"], Map<GainedAtom["rule"], GainedAtom[]>>();
  for (const item of items) {
    const byRule = byGrant.get(item.grant) ?? new Map<GainedAtom["rule"], GainedAtom[]>();
    byGrant.set(item.grant, byRule);
    const known = byRule.get(item.rule);
    if (known) known.push(item);
    else byRule.set(item.rule, [item]);
  }
  return [...byGrant.values()].flatMap((byRule) =>
    [...byRule.values()].flatMap((some): (readonly [Origin, readonly GainedAtom[]])[] => {
      const [item] = some;
      const cause = item && causeOf(item, own, other);
      return cause ? [[{ item, cause }, some]] : [];
    }),
  );
}

/**
 * The same binding or role in each of many namespaces is one thing to tell; those of other names are waived and told apart.
 */
function causeKey({ cause: { kind, resource }, items }: Share): string {
  if (kind === "role" && resource.kind === "Role") return `${resource.kind} ${resource.name}`;
  const isRepeated = kind === "binding" && resource.kind === "RoleBinding";
  return isRepeated ? `${resource.name} ${roleName(items[0])}` : identityOf(resource);
}

/** Each namespace has a Role of its own, of one name. */
function roleName(item: GainedAtom | undefined): string {
  return item?.grant.roleKey.replace(/^Role\/[^/]*\//, "Role/") ?? "";
}

/** Principals are told together only if the same is true of them. */
function kindKey({ holder: { principal, scope }, items }: Share): readonly (boolean | string)[] {
  const isOpaque = items[0]?.atom.kind === "opaque";
  return [principal.readable, principal.kind === "role-holders", isPublic(principal), scope.kind, isOpaque];
}

/** Equal for equal rights; a right to one's own namespace is the same right in every namespace. */
function rightsKey({ holder: { scope }, items }: Share): string {
  const keys = items.map(({ atom }) =>
    atom.kind === "resource" && isOwnNamespace(atom, scope) ? atomKey({ ...atom, name: "(own)" }) : atomKey(atom),
  );
  return JSON.stringify(keys.sort());
}

function byHolder(a: Share, b: Share): number {
  return holderKey(a.holder) < holderKey(b.holder) ? -1 : 1;
}
