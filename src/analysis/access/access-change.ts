import type { Change } from "../change.ts";
import type { Danger, Family, Reach } from "./escalation.ts";
import type { GrantLine } from "./grant-lines.ts";
import type { Principal } from "./principal.ts";
import type { Scope } from "./scope.ts";

/** A difference in who may do what: one cause, one set of rights, all principals that it concerns. */
export interface AccessChange extends Change {
  readonly topic: "access";
  /**
   * `gained` and `lost`: rights of principals. `latent`: rights of a role that nothing in the repository binds.
   * `ineffective`: rights that are written down but that no request can use.
   * `opaque`: a binding refers to a role that nobody here can see. `stale-subject`: a binding names a ServiceAccount that is
   * declared no more; `undeclared-subject`: one that never was. `not-understood`: an object makes no sense.
   */
  readonly kind:
    | "gained"
    | "lost"
    | "latent"
    | "ineffective"
    | "opaque"
    | "stale-subject"
    | "undeclared-subject"
    | "not-understood";
  /** Sorted; empty if `kind` is `not-understood`. */
  readonly holders: readonly Holder[];
  /** What was gained or lost, compressed. */
  readonly lines: readonly GrantLine[];
  /** Everything that the gained rights amount to beyond what they say, the most dangerous first. */
  readonly escalations: readonly EscalationMatch[];
  /** What to tell about the change. Weaker statements that a stronger one includes are left out already. */
  readonly headlines: readonly Headline[];
  /** How the rights are given, where that is worth a clause at the end of the sentence about them. */
  readonly remarks?: readonly string[];
  /** Workloads that run as an account which gained rights with some power, as Markdown, sorted. */
  readonly workloads?: readonly string[];
  /** The zone in scope of the PCI DSS assessment that a right is for, or that a subject is from: it weighs one step more. */
  readonly zone?: string;
  /** Only if `kind` is `not-understood`: what is wrong, as the end of a sentence about the object. */
  readonly problem?: string;
}

export interface Holder {
  readonly principal: Principal;
  readonly scope: Scope;
}

/** An escalation that a change makes possible. */
export interface EscalationMatch {
  readonly id: string;
  readonly family: Family;
  readonly allows: string;
  readonly reach: Reach;
  readonly danger: Danger;
  /** The object names that it is limited to, if `reach` is `named`. */
  readonly names: readonly string[];
  /** Whether the effect is the same in every namespace: it concerns the cluster itself. */
  readonly concernsCluster: boolean;
  /** Whether only rights to every resource make it possible: then "everything" says it already. */
  readonly onlyByWildcard: boolean;
}

export interface AccountOfZone {
  readonly account: string;
  /** Null where no zone holds the account's namespace. */
  readonly zone: string | null;
}

export type Headline =
  | { readonly kind: "cluster-admin" }
  /** A principal that is no particular person or workload. */
  | { readonly kind: "public" }
  /** People are bound by name. */
  | { readonly kind: "individual"; readonly users: readonly string[] }
  /** ServiceAccounts `default`, which every Pod has that asks for no other. */
  | { readonly kind: "default-account"; readonly accounts: readonly string[] }
  /** A binding in a zone that is in scope names accounts from outside of it; each with its zone. */
  | { readonly kind: "cross-zone"; readonly zone: string; readonly accounts: readonly AccountOfZone[] }
  /** Only if `kind` is `undeclared-subject`: the account, and the bindings that name it. */
  | {
      readonly kind: "undeclared";
      readonly namespace: string;
      readonly name: string;
      readonly bindings: readonly string[];
    }
  /** Only if `kind` is `stale-subject`: the bindings that go on naming the account. */
  | { readonly kind: "stale-subject"; readonly bindings: readonly string[] }
  /** Subjects came to a binding that was there before. */
  | { readonly kind: "subject-added"; readonly binding: string; readonly danger: Danger }
  /** The binding was there before and referred to other roles. */
  | {
      readonly kind: "retargeted";
      readonly binding: string;
      readonly from: readonly string[];
      readonly danger: Danger | undefined;
    }
  /** What was written restricts or allows something else than it seems to: as clauses. */
  | {
      readonly kind: "misread";
      readonly why: readonly string[];
      /** Whether it is so however the role is bound. */
      readonly isAnywhere: boolean;
    }
  /** Binds the built-in roles `admin` or `edit`. */
  | { readonly kind: "builtin-admin"; readonly roles: readonly string[] }
  /** Held in these namespaces before, now everywhere. */
  | { readonly kind: "scope-widened"; readonly from: readonly string[]; readonly danger: Danger | undefined }
  /** Held for these object names before, now for all. */
  | { readonly kind: "names-dropped"; readonly from: readonly string[]; readonly danger: Danger | undefined }
  | {
      readonly kind: "power";
      readonly family: Family;
      readonly matches: readonly EscalationMatch[];
      readonly also: readonly string[];
    }
  /** Bindings to these roles of Kubernetes are gone, with everything that they allow. */
  | { readonly kind: "builtin-lost"; readonly roles: readonly string[] }
  /** Other roles feed into the role whose holders gained the rights. */
  | { readonly kind: "aggregation"; readonly everything: boolean; readonly danger: Danger | undefined }
  /** The repository changes the rules of a role that belongs to Kubernetes. */
  | { readonly kind: "builtin-role" }
  | { readonly kind: "latent" }
  | {
      readonly kind: "dangling";
      readonly roles: readonly string[];
      /** Files that declare a role of such a name, for another namespace or another part of the repository. */
      readonly namesakes: readonly string[];
    };
