import type { UnrenderedManifests } from "../../kubernetes/desired-state.ts";
import type { AccessState } from "./access-state.ts";
import type { DeclaredAccounts } from "./declared-accounts.ts";
import type { GainedAtom } from "./gained-access.ts";
import type { HeldAccess } from "./held-access.ts";
import type { NamespaceZones } from "./namespace-zones.ts";

/** Both states of a view, and what is known about them. */
export interface Comparison {
  readonly view: string;
  readonly roleFiles: ReadonlyMap<string, string>;
  readonly before: AccessState;
  readonly after: AccessState;
  readonly heldBefore: HeldAccess;
  readonly heldAfter: HeldAccess;
  readonly accountsBefore: DeclaredAccounts;
  readonly accountsAfter: DeclaredAccounts;
  readonly unrendered: UnrenderedManifests | undefined;
  readonly zones: NamespaceZones;
  /** The bindings, by identity, through which somebody gained something. */
  readonly gainingBindings: ReadonlySet<string>;
  /** What was written for somebody who gained other rights beside it, by principal, and that no request matches. */
  readonly withoutEffect: ReadonlyMap<string, readonly GainedAtom[]>;
}
