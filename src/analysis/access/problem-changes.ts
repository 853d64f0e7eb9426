import { identityOf, refOf } from "../../kubernetes/resource.ts";
import type { AccessChange } from "./access-change.ts";
import type { AccessState } from "./access-state.ts";
import type { Problem } from "./rbac-object.ts";

/** Parts of RBAC objects that make no sense and did not stand there like that before; and those that are gone. */
export function problemChanges(view: string, before: AccessState, after: AccessState): readonly AccessChange[] {
  const known = new Set(before.problems.map(keyOf));
  const present = new Set(after.problems.map(keyOf));
  // What is replaced by something else that is not understood has not gone away.
  const open = new Set(after.problems.map(placeOf));
  return [
    ...after.problems.filter((one) => !known.has(keyOf(one))).map((one) => changeOf(one, view, "unknown")),
    ...before.problems
      .filter((one) => !present.has(keyOf(one)) && !open.has(placeOf(one)))
      .map((one) => changeOf(one, view, "narrowed")),
  ];
}

function keyOf({ resource, what, text }: Problem): string {
  return JSON.stringify([identityOf(resource), what, text]);
}

function placeOf({ resource, what }: Problem): string {
  return JSON.stringify([identityOf(resource), what]);
}

function changeOf(problem: Problem, view: string, direction: "unknown" | "narrowed"): AccessChange {
  const { resource, path, what, text } = problem;
  const isNew = direction === "unknown";
  return {
    topic: "access",
    kind: "not-understood",
    view,
    direction,
    resource: refOf(resource),
    holders: [],
    lines: [],
    escalations: [],
    headlines: [],
    problem: what,
    effect: { kind: "not-understood", object: identityOf(resource), what, text, direction },
    before: isNew ? null : text.slice(0, 400),
    after: isNew ? text.slice(0, 400) : null,
    because: [resource.locate(path)],
  };
}
