import type { DesiredState, Generator } from "../../kubernetes/desired-state.ts";
import { directoryOf } from "../../kubernetes/file-names.ts";
import type { Plain } from "../../kubernetes/resource.ts";
import { isPlainObject, keyOf } from "../plain-differences.ts";
import { objectOfRoot } from "./inputs/object-of-root.ts";

/** Releases and applications that are the same as before, at another place or under another name. */
export interface MovedObjects {
  /** Roots that the state before had. */
  readonly left: ReadonlySet<string>;
  /** What an object's root was before, by its present root. */
  readonly origins: ReadonlyMap<string, string>;
}

/**
 * Releases and applications that moved to another file or namespace, or that only have another name: compared with what
 * they were, not taken for gone and new. The closest likeness counts first.
 */
export function movedObjects(before: DesiredState, after: DesiredState): MovedObjects {
  const known = { before: identities(before), after: identities(after) };
  const gone = before.generators.filter((one) => isObject(one) && !known.after.has(identityOf(one)));
  const come = after.generators.filter((one) => isObject(one) && !known.before.has(identityOf(one)));
  const left = new Set<string>();
  const origins = new Map<string, string>();
  for (const likeness of [sameName, sameFile, sameNameAnywhere, sameDelivery])
    for (const { root, origin } of pairsOf(
      gone.filter((one) => !left.has(one.root)),
      come.filter((one) => !origins.has(one.root)),
      likeness,
      { before, after },
    )) {
      left.add(origin);
      origins.set(root, origin);
    }
  return { left, origins };
}

interface States {
  readonly before: DesiredState;
  readonly after: DesiredState;
}

/** What two objects must have in common to be the same one; undefined where that is nothing. */
type Likeness = (root: string, kind: Generator["kind"], state: DesiredState) => string | undefined;

const sameName: Likeness = (root) => root.slice(root.lastIndexOf("#"));
const sameFile: Likeness = (root) => `${fileOfRoot(root)}#${nameOf(root)}`;
const sameNameAnywhere: Likeness = (root) => nameOf(root);

/** Which of several new names is the old one does not matter, as long as the same is delivered to the same place. */
const sameDelivery: Likeness = (root, kind, state) => {
  const object = objectOfRoot(state.plain.get(fileOfRoot(root)), kind, root)?.object;
  const spec = isPlainObject(object?.spec) ? object.spec : {};
  const fields: readonly (Plain | undefined)[] =
    kind === "flux-kustomization"
      ? [spec.path, spec.sourceRef, spec.targetNamespace, spec.kubeConfig]
      : kind === "argo-application"
        ? [spec.source, spec.sources, spec.destination]
        : [];
  if (fields.every((field) => field === undefined)) return undefined;
  return keyOf([directoryOf(fileOfRoot(root)), fields.map((field) => field ?? null)]);
};

function pairsOf(gone: readonly Generator[], come: readonly Generator[], likeness: Likeness, states: States) {
  const origins = onlyOnes(gone, likeness, states.before);
  return [...onlyOnes(come, likeness, states.after)].flatMap(([key, root]) => {
    const origin = origins.get(key);
    return root !== null && origin !== undefined && origin !== null ? [{ root, origin }] : [];
  });
}

/** Roots by what they are alike in; null where several are. */
function onlyOnes(
  generators: readonly Generator[],
  likeness: Likeness,
  state: DesiredState,
): ReadonlyMap<string, string | null> {
  const roots = new Map<string, string | null>();
  for (const { root, kind } of generators) {
    const likened = likeness(root, kind, state);
    if (likened === undefined) continue;
    const key = `${kind} ${likened}`;
    roots.set(key, roots.has(key) ? null : root);
  }
  return roots;
}

function isObject({ root }: Generator): boolean {
  return root.includes("#");
}

/** The file that holds the object of a root. */
export function fileOfRoot(root: string): string {
  return root.slice(0, root.lastIndexOf("#"));
}

function nameOf(root: string): string {
  return (
    root
      .slice(root.lastIndexOf("#") + 1)
      .split("/")
      .at(-1) ?? ""
  );
}

function identities({ generators }: DesiredState): ReadonlySet<string> {
  return new Set(generators.map(identityOf));
}

function identityOf({ kind, root }: Generator): string {
  return `${kind} ${root}`;
}
