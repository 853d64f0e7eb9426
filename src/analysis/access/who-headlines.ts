import type { AccountOfZone, Headline } from "./access-change.ts";
import { isNewSubject } from "./binding-history.ts";
import type { Comparison } from "./comparison.ts";
import { isInScope, zoneRank } from "./namespace-zones.ts";
import { accountOf, isDefaultAccount, isIndividual, isPublic, type Principal } from "./principal.ts";
import type { Share } from "./shares-by-cause.ts";

/** What there is to tell about those who gained rights, whatever the rights are: somebody else decides that, and fixes it otherwise. */
export function whoHeadlines(shares: readonly Share[], comparison: Comparison): readonly Headline[] {
  const principals = shares.map(({ holder }) => holder.principal);
  const accounts = displays(principals.filter(isDefaultAccount));
  const added = shares.filter((share) => isNewSubject(share, comparison.before));
  const users = displays(added.map(({ holder }) => holder.principal).filter(isIndividual));
  return [
    ...(principals.some(isPublic) ? [{ kind: "public" } as const] : []),
    ...(accounts.length > 0 ? [{ kind: "default-account", accounts } as const] : []),
    ...(users.length > 0 ? [{ kind: "individual", users } as const] : []),
    ...crossZone(added, comparison),
  ];
}

function crossZone(shares: readonly Share[], { zones }: Comparison): readonly Headline[] {
  const crossing = shares.flatMap(({ holder: { principal, scope }, items }) => {
    const account = accountOf(principal);
    if (!account || scope.kind === "cluster" || scope.namespace === account.namespace) return [];
    const zone = zones.of(scope.namespace, items[0]?.grant.binding?.resource.file);
    const own = zones.of(account.namespace);
    if (!isInScope(zone) || zoneRank(own) >= zoneRank(zone)) return [];
    return [{ zone: zone.name, account: { account: principal.display, zone: own?.name ?? null } }];
  });
  const [first] = crossing;
  if (!first) return [];
  const accounts = new Map<string, AccountOfZone>(crossing.map(({ account }) => [account.account, account]));
  return [{ kind: "cross-zone", zone: first.zone, accounts: [...accounts.values()] }];
}

function displays(principals: readonly Principal[]): readonly string[] {
  return [...new Set(principals.map(({ display }) => display))].sort();
}
