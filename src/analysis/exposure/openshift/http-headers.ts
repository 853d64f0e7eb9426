import type { Resource } from "../../../kubernetes/resource.ts";
import type { HeaderOperations } from "../header-operations.ts";
import { asList, asText, fieldAt } from "../plain-fields.ts";

/** What `spec.httpHeaders.actions` does to the headers of requests and of answers. */
export function headersOf(resource: Resource): {
  readonly request: HeaderOperations;
  readonly response: HeaderOperations;
} {
  return { request: operationsOf(resource, "request"), response: operationsOf(resource, "response") };
}

function operationsOf({ data }: Resource, side: "request" | "response"): HeaderOperations {
  const actions = (asList(fieldAt(data, ["spec", "httpHeaders", "actions", side])) ?? []).map((item) => ({
    name: asText(fieldAt(item, ["name"])) ?? "",
    type: asText(fieldAt(item, ["action", "type"])) ?? "",
    value: asText(fieldAt(item, ["action", "set", "value"])) ?? "",
  }));
  return {
    set: actions.filter(({ type }) => type === "Set").map(({ name, value }) => ({ name, value })),
    add: [],
    remove: actions.filter(({ type }) => type === "Delete").map(({ name }) => name),
  };
}
