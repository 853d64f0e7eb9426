import type { DesiredState, Generator } from "../../../kubernetes/desired-state.ts";

/**
 * Whether a file lies in a folder that Flux or Argo CD do not deliver, in a repository where they deliver others: an
 * archive, say. Where no kustomization holds the file, or nothing says who applies what, it counts as applied.
 */
export function isOutOfReach(file: string, { generators }: DesiredState): boolean {
  const holder = innermostHolder(file, generators);
  if (!holder) return false;
  return (
    holder.usedBy.every((root) => root === holder.root) &&
    generators.some(({ kind, usedBy }) => kind === "kustomize" && usedBy.some((root) => root.includes("#")))
  );
}

function innermostHolder(file: string, generators: readonly Generator[]): Generator | undefined {
  let holder: Generator | undefined;
  for (const one of generators)
    if (one.kind === "kustomize" && file.startsWith(`${one.root}/`) && one.root.length > (holder?.root.length ?? -1))
      holder = one;
  return holder;
}
