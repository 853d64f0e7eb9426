import { builtinClusterRoleBindings } from "./builtin-roles.ts";
import { groupPrincipal, type Principal, userPrincipal } from "./principal.ts";
import { roleKey } from "./rbac-object.ts";

/** Who holds which roles in every cluster, by the bindings of Kubernetes itself. */
export const builtinHolders: readonly { readonly principal: Principal; readonly role: string }[] =
  builtinClusterRoleBindings.flatMap(({ role, subjects }) =>
    subjects.map(({ kind, name }) => ({
      principal: kind === "User" ? userPrincipal(name) : groupPrincipal(name),
      role: roleKey("ClusterRole", undefined, role),
    })),
  );
