import type { View } from "../../kubernetes/desired-state.ts";
import { type FieldPath, type Resource, refOf } from "../../kubernetes/resource.ts";
import type { AccountPowers } from "./account-power.ts";
import { accountObject } from "./objects-by-name.ts";
import { objectKey, type Pair, placesOf, present } from "./pairs.ts";
import { type AccountName, booleanOf, type Pods, podsIn } from "./pod.ts";
import { type PrivilegeChange, privilegeChange } from "./privilege-change.ts";
import { podsOfObject } from "./say-object.ts";
import { mayBeSame, workloadsOf } from "./workloads-of.ts";

type Mounted = boolean | "unknown";

/** Pods that came to get a token for the API server, or to get none. */
export function tokenChanges(pair: Pair, view: View, powers: AccountPowers): readonly PrivilegeChange[] {
  const resource = present(pair);
  if (!resource) return [];
  const isAccount = resource.group === "" && resource.kind === "ServiceAccount";
  return isAccount ? ofAccount(pair, resource, view, powers) : ofPods(pair, view, powers);
}

function ofAccount(pair: Pair, resource: Resource, view: View, powers: AccountPowers): readonly PrivilegeChange[] {
  const before = pair.before ? (own(pair.before) ?? true) : true;
  // Kubernetes makes `default` anew, and that one mounts its token. Pods of any other account wait for it.
  const after = pair.after ? (own(pair.after) ?? true) : resource.name === "default" ? true : before;
  // A new account mounts as every account does; one that does not is no loss to anybody.
  if (before === after || (!pair.before && after === false)) return [];
  const account = { namespace: resource.namespace, name: resource.name };
  return [changeOf(pair, resource, { before, after, account, path: ["automountServiceAccountToken"] }, view, powers)];
}

/** By what stands in the template; what follows from its account alone is told of the account. */
function ofPods(pair: Pair, view: View, powers: AccountPowers): readonly PrivilegeChange[] {
  const [one, other] = [pair.before && podsIn(pair.before), pair.after && podsIn(pair.after)];
  if (!one || !other) return [];
  const isSame = one.automount === other.automount && one.mountsToken === other.mountsToken;
  if (isSame && mayBeSame(one.account, other.account)) return [];
  const before = mounted(one, view.before);
  const after = mounted(other, view.after);
  if (before === after) return [];
  const path = [...other.path, "spec", "automountServiceAccountToken"];
  return [changeOf(pair, other.resource, { before, after, account: other.account, path }, view, powers)];
}

function mounted(pods: Pods, resources: readonly Resource[]): Mounted {
  if (pods.mountsToken) return true;
  if (pods.automount !== undefined) return pods.automount;
  const account = accountObject(resources, pods.account);
  return (account && own(account)) ?? true;
}

function own({ data }: Resource): Mounted | undefined {
  return booleanOf(data.automountServiceAccountToken);
}

interface Facts {
  readonly before: Mounted;
  readonly after: Mounted;
  readonly account: AccountName;
  readonly path: FieldPath;
}

function changeOf(
  pair: Pair,
  resource: Resource,
  { before, after, account, path }: Facts,
  view: View,
  powers: AccountPowers,
): PrivilegeChange {
  const workloads = podsIn(resource) ? [] : workloadsOf(view.after, account);
  const isBound = powers.isBound(account, "after");
  const what =
    after === "unknown"
      ? "may get a token of the API server: what says so cannot be read"
      : after
        ? "get a token of the API server"
        : "no longer get a token of the API server";
  const rights =
    after === false ? "" : isBound ? ", and their account holds rights" : ", whose account holds no rights here";
  return privilegeChange(view.name, resource, {
    kind: "token",
    direction: after === false ? "narrowed" : after === "unknown" ? "unknown" : "widened",
    weight: isBound ? "rights" : "none",
    sentence: `${podsOfObject(resource, workloads)} ${after === true ? "now " : ""}${what}${rights}`,
    ...(workloads.length > 0 ? { workloads: workloads.map(refOf) } : {}),
    effect: { kind: "token", object: objectKey(resource), mounted: after },
    before,
    after,
    because: placesOf(pair, path),
  });
}
