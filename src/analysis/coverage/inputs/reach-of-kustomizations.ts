import type { DesiredState, Generator } from "../../../kubernetes/desired-state.ts";

/**
 * Whether a file is delivered by Flux or Argo CD while the same in the other state lies in a folder that nothing delivers: an
 * archive, say. Where no kustomization holds it, or nothing says who applies what, it counts as applied.
 */
export function isOutOfReach(file: string, state: DesiredState, delivered: string, of: DesiredState): boolean {
  const holder = innermostHolder(file, state.generators);
  if (!holder?.usedBy.every((root) => root === holder.root)) return false;
  return innermostHolder(delivered, of.generators)?.usedBy.some((root) => root.includes("#")) === true;
}

function innermostHolder(file: string, generators: readonly Generator[]): Generator | undefined {
  let holder: Generator | undefined;
  for (const one of generators)
    if (one.kind === "kustomize" && file.startsWith(`${one.root}/`) && one.root.length > (holder?.root.length ?? -1))
      holder = one;
  return holder;
}
