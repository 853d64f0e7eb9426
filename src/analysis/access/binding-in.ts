import { identityOf, type Resource } from "../../kubernetes/resource.ts";
import type { AccessState } from "./access-state.ts";
import { type RbacBinding, readRbacObject } from "./rbac-object.ts";

/** What a binding is in a state; undefined if it is not there. */
export function bindingIn(state: AccessState, resource: Resource): RbacBinding | undefined {
  const known = state.objects.get(identityOf(resource));
  const object = known && readRbacObject(known);
  return object?.type === "binding" ? object : undefined;
}
