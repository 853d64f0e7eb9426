import type { Resource } from "../../kubernetes/resource.ts";
import type { Grant } from "../access/access-state.ts";
import { accountName, isOfApplier, type Principal } from "../access/principal.ts";
import { serviceAccountLabel } from "../connectivity/peer-set.ts";
import { grouped } from "../exposure/grouped.ts";
import { type GrantNote, objectName } from "./inventory-row.ts";
import { type InventoryView, mayShareNamespace } from "./inventory-view.ts";

/** Which workloads act with a grant, and what is odd about its subject. */
export interface Runner {
  readonly workloads: readonly string[];
  readonly notes: readonly GrantNote[];
}

/** Finds who runs as the subject of a binding. */
export function runners(view: InventoryView): (grant: Grant) => Runner {
  const accounts = view.resources.filter(({ group, kind }) => group === "" && kind === "ServiceAccount");
  const declared = nearby(accounts.map((resource) => ({ resource, account: resource.name })));
  const running = nearby(
    view.connectivity.cluster.workloads.map(({ resource, labels }) => ({
      resource,
      account: labels[serviceAccountLabel] ?? "default",
    })),
  );
  return ({ principal, binding }) => {
    const account = binding && accountOf(principal, binding.resource);
    if (!account) return { workloads: [], notes: [] };
    const names = running(account).map(objectName);
    // Every namespace has one called `default`.
    const isKnown = account.name === "default" || declared(account).length > 0;
    return { workloads: [...new Set(names)].sort(), notes: isKnown ? [] : notDeclared };
  };
}

interface Bearer {
  readonly resource: Resource;
  readonly account: string;
}

/** Finds the objects with an account that may be in its namespace. */
function nearby(bearers: readonly Bearer[]): (account: Account) => readonly Resource[] {
  const byName = grouped(bearers, ({ account }) => account);
  const byPlace = grouped(bearers, ({ account, resource }) => JSON.stringify([account, resource.namespace]));
  return (account) => {
    const { name, namespace } = account;
    const near = [namespace, undefined].flatMap((place) => byPlace.get(JSON.stringify([name, place])) ?? []);
    const candidates = namespace === undefined ? (byName.get(name) ?? []) : near;
    return candidates.map(({ resource }) => resource).filter((resource) => mayShareNamespace(account, resource));
  };
}

const notDeclared: readonly GrantNote[] = ["subject-not-declared"];

type Account = Pick<Resource, "namespace" | "name" | "file">;

function accountOf(principal: Principal, { file }: Resource): Account | undefined {
  if (principal.kind !== "service-account" || !principal.readable) return undefined;
  if (isOfApplier(principal)) return { namespace: undefined, name: accountName(principal) ?? "", file };
  const [, namespace = "", name = ""] = /^user:system:serviceaccount:([^:]*):(.*)$/s.exec(principal.key) ?? [];
  return { namespace, name, file };
}

/** `group admins`, `ServiceAccount shop/web`: names without marks, as a table shows them. */
export function principalName(principal: Principal): string {
  const { kind, key, display } = principal;
  const [, ...rest] = key.split(":");
  const name = rest.join(":");
  switch (kind) {
    case "user":
      return `user ${name}`;
    case "group":
      return `group ${name}`;
    case "service-account":
      return isOfApplier(principal)
        ? `ServiceAccount ${accountName(principal)}`
        : `ServiceAccount ${name.replace(/^system:serviceaccount:/, "").replace(":", "/")}`;
    case "role-holders":
    case "unbound-role":
      return display.replaceAll("`", "");
  }
}
