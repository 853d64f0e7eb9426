import { directoryOf } from "../../../kubernetes/file-names.ts";
import { isProtectedTopic, topicOf } from "../../../kubernetes/kinds.ts";
import type { InputEdit } from "../input-finding.ts";

/** Whether anything that the kustomization or a root of it draws from can matter to exposure or access. */
export function holdsProtected({ generator, states }: InputEdit): boolean {
  const folders = new Set<string>();
  for (const state of [states.before, states.after])
    for (const { root, inputs, usedBy } of state.generators)
      if (root === generator.root || usedBy.includes(generator.root))
        for (const { file } of inputs) folders.add(directoryOf(file));
  return [states.before, states.after].some(({ resources }) =>
    resources.some(({ file, group, kind }) => {
      const topic = topicOf(group, kind);
      if (!isProtectedTopic(topic)) return false;
      return [...folders].some((folder) => folder === "" || file.startsWith(`${folder}/`));
    }),
  );
}
