import type { AccessState } from "./access-state.ts";
import { bindingIn } from "./binding-in.ts";
import type { Principal } from "./principal.ts";
import type { RbacBinding } from "./rbac-object.ts";
import type { Share } from "./shares-by-cause.ts";

/** What the binding that causes a share was in another state; undefined if the cause is no binding, or was not there. */
export function otherStateOf({ cause }: Share, other: AccessState): RbacBinding | undefined {
  return cause.kind === "binding" ? bindingIn(other, cause.resource) : undefined;
}

/** The roles that the binding of a share referred to, if it refers to another one now. */
export function retargetedFrom(share: Share, other: AccessState): string | undefined {
  const role = otherStateOf(share, other)?.role;
  return role !== undefined && role !== share.items[0]?.grant.roleKey ? role : undefined;
}

/** Whether the subject is new in the binding of a share; the binding may be new as a whole. */
export function isNewSubject(share: Share, other: AccessState): boolean {
  if (share.cause.kind !== "binding") return false;
  return !subjectsOf(otherStateOf(share, other)).some(({ key }) => key === share.holder.principal.key);
}

/** Whether the subject is new in a binding that was there, with the same role. */
export function isAddedSubject(share: Share, other: AccessState): boolean {
  const known = otherStateOf(share, other);
  return known !== undefined && known.role === share.items[0]?.grant.roleKey && isNewSubject(share, other);
}

/** The people and groups that the binding of a share does not name any more. */
export function replacedSubjects(share: Share, own: AccessState, other: AccessState): readonly Principal[] {
  const [known, present] = [subjectsOf(otherStateOf(share, other)), subjectsOf(bindingIn(own, share.cause.resource))];
  const gone = known.filter(({ key }) => !present.some((one) => one.key === key));
  return gone.filter(({ kind }) => kind === "user" || kind === "group");
}

function subjectsOf(binding: RbacBinding | undefined): readonly Principal[] {
  return (binding?.subjects ?? []).map(({ principal }) => principal);
}
