import type { Generator } from "../desired-state.ts";
import type { GeneratorDraft } from "./draft.ts";

/**
 * Turns drafts into generators that know their roots: the generators that draw from them and that nothing draws from.
 * In a ring that no root leads to, the first by name stands for all.
 */
export function withRoots(drafts: readonly GeneratorDraft[]): readonly Generator[] {
  const nodes = new Map(drafts.map((draft) => [draft.root, [] as GeneratorDraft[]]));
  for (const draft of drafts) nodes.get(draft.root)?.push(draft);
  const uses = new Map([...nodes].map(([root, group]) => [root, usesOf(root, group, nodes)]));
  const used = new Set([...uses.values()].flat());
  const usedBy = new Map<string, Set<string>>([...nodes.keys()].map((root) => [root, new Set<string>()]));
  for (const root of [...nodes.keys()].sort()) if (!used.has(root)) reach(root, uses, usedBy);
  for (const root of [...nodes.keys()].sort()) if (usedBy.get(root)?.size === 0) reach(root, uses, usedBy);
  return drafts.map(({ kind, root, inputs, drawsFromElsewhere }) => ({
    kind,
    root,
    inputs,
    usedBy: [...(usedBy.get(root) ?? [])].sort(),
    ...(drawsFromElsewhere ? { drawsFromElsewhere } : {}),
  }));
}

function usesOf(root: string, group: readonly GeneratorDraft[], nodes: ReadonlyMap<string, unknown>): string[] {
  const uses = new Set<string>();
  for (const draft of group)
    for (const target of draft.uses) if (target !== root && nodes.has(target)) uses.add(target);
  return [...uses];
}

function reach(root: string, uses: ReadonlyMap<string, readonly string[]>, usedBy: Map<string, Set<string>>): void {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const roots = usedBy.get(node);
    if (!roots || roots.has(root)) continue;
    roots.add(root);
    pending.push(...(uses.get(node) ?? []));
  }
}
