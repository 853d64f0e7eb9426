import type { Resource } from "../../kubernetes/resource.ts";
import type { Grant } from "../access/access-state.ts";
import type { Principal } from "../access/principal.ts";
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
  const accounts = grouped(
    view.resources.filter(({ group, kind }) => group === "" && kind === "ServiceAccount"),
    ({ name }) => name,
  );
  const { workloads } = view.connectivity.cluster;
  const byAccount = grouped(workloads, ({ labels }) => labels[serviceAccountLabel] ?? "default");
  const known = new Map<string, Runner>();
  return ({ principal, binding }) => {
    const account = binding && accountOf(principal, binding.resource);
    if (!account) return { workloads: [], notes: [] };
    const key = JSON.stringify([account.namespace, account.name, account.namespace === undefined ? account.file : ""]);
    const isHere = (resource: Resource) => mayShareNamespace(account, resource);
    const found = known.get(key) ?? {
      workloads: (byAccount.get(account.name) ?? []).flatMap(({ resource }) =>
        isHere(resource) ? [objectName(resource)] : [],
      ),
      // Every namespace has one called `default`.
      notes: account.name === "default" || accounts.get(account.name)?.some(isHere) ? [] : notDeclared,
    };
    known.set(key, found);
    return found;
  };
}

const notDeclared: readonly GrantNote[] = ["subject-not-declared"];

type Account = Pick<Resource, "namespace" | "name" | "file">;

function accountOf({ kind, key, readable }: Principal, { file }: Resource): Account | undefined {
  if (kind !== "service-account" || !readable) return undefined;
  const ofApplier = /^service-account-of-applier:(.*)$/s.exec(key)?.[1];
  if (ofApplier !== undefined) return { namespace: undefined, name: ofApplier, file };
  const [, namespace = "", name = ""] = /^user:system:serviceaccount:([^:]*):(.*)$/s.exec(key) ?? [];
  return { namespace, name, file };
}

/** `group admins`, `ServiceAccount shop/web`: names without marks, as a table shows them. */
export function principalName({ kind, key, display }: Principal): string {
  const [prefix = "", ...rest] = key.split(":");
  const name = rest.join(":");
  switch (kind) {
    case "user":
      return `user ${name}`;
    case "group":
      return `group ${name}`;
    case "service-account":
      return prefix === "user"
        ? `ServiceAccount ${name.replace(/^system:serviceaccount:/, "").replace(":", "/")}`
        : `ServiceAccount ${name}`;
    default:
      return display.replaceAll("`", "");
  }
}
