import type { Producer } from "./concern-in-context.ts";
import { namesOfAccounts } from "./concern-in-context.ts";
import type { InputEdit } from "./input-finding.ts";

/** What is known about the generator that an input belongs to. Worked out once per input. */
export function producerOf(edit: InputEdit): Producer {
  const known = producers.get(edit);
  if (known) return known;
  let accounts: ReadonlySet<string> | undefined;
  const producer: Producer = {
    isGone: !edit.states.after.generators.some(
      ({ kind, root }) => kind === edit.generator.kind && root === edit.generator.root,
    ),
    mayBeOverridden: mayBeOverridden(edit),
    usesAccount: (name) => {
      accounts ??= namesOfAccounts(edit.before);
      return accounts.has(name);
    },
  };
  producers.set(edit, producer);
  return producer;
}

const producers = new WeakMap<InputEdit, Producer>();

/** Several values files, a chart that releases use, or a release that overlays patch: this input may not have the last word. */
function mayBeOverridden({ generator, file }: InputEdit): boolean {
  return (
    generator.usedBy.some((root) => root !== generator.root) ||
    generator.inputs.some((input) => input.file !== file.path && (input.role === "values" || input.role === "patch"))
  );
}
