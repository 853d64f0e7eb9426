import type { DesiredState } from "../../../kubernetes/desired-state.ts";
import { directoryOf, isBelow } from "../../../kubernetes/file-names.ts";
import { isProtectedObject } from "../../../kubernetes/kinds.ts";
import { identityOf, type Resource } from "../../../kubernetes/resource.ts";
import type { InputEdit } from "../input-finding.ts";

/** Whether anything that the kustomization or a root of it draws from can matter to exposure or access. */
export function holdsProtected(edit: InputEdit): boolean {
  return protectedObjects(edit).length > 0;
}

/** The same objects, of both states. */
export function protectedObjects(edit: InputEdit): readonly Resource[] {
  const { before, after } = edit.states;
  return [...protectedIn(edit, before), ...protectedIn(edit, after)];
}

/**
 * Whether such objects are now placed otherwise. Where the kustomization is new, or gone, so may be all that it places: it
 * is judged as what it is, and only objects that were there before, or still are, have moved.
 */
export function movesProtected(edit: InputEdit): boolean {
  const { file, states } = edit;
  if (file.before && file.after) return holdsProtected(edit);
  const [own, other] = file.after ? [states.after, states.before] : [states.before, states.after];
  const known = new Set(own.resources.map(placeOf));
  const names = new Set(other.resources.filter((one) => !known.has(placeOf(one))).map(nameOf));
  return protectedIn(edit, own).some((resource) => names.has(nameOf(resource)));
}

function protectedIn({ generator, states }: InputEdit, state: DesiredState): readonly Resource[] {
  const folders = new Set<string>();
  for (const { generators } of [states.before, states.after])
    for (const { root, inputs, usedBy } of generators)
      if (root === generator.root || usedBy.includes(generator.root))
        for (const { file } of inputs) folders.add(directoryOf(file));
  return state.resources.filter(
    (resource) =>
      // Hardly any EventListener asks for a door.
      resource.kind !== "EventListener" &&
      isProtectedObject(resource) &&
      [...folders].some((folder) => isBelow(resource.file, folder)),
  );
}

function placeOf(resource: Resource): string {
  return `${resource.file} ${identityOf(resource)}`;
}

/** Without the namespace, which is what the kustomization says. */
function nameOf({ group, kind, name }: Resource): string {
  return `${group}/${kind} ${name}`;
}
