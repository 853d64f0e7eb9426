import type { GeneratorInput, GeneratorKind } from "../desired-state.ts";

/** A generator with the generators it draws from, before its roots are known. */
export interface GeneratorDraft {
  readonly kind: GeneratorKind;
  readonly root: string;
  readonly inputs: readonly GeneratorInput[];
  /** Directories and files of other generators whose output or content this one uses. */
  readonly uses: readonly string[];
  /** Files that this one takes in as whole manifests, whatever their name. */
  readonly manifests: readonly string[];
  readonly drawsFromElsewhere?: true;
}

export class DraftBuilder {
  readonly #inputs = new Map<string, GeneratorInput>();
  readonly #uses = new Set<string>();
  readonly #manifests = new Set<string>();
  #drawsFromElsewhere = false;

  input(file: string, role: GeneratorInput["role"]): void {
    if (!this.#inputs.has(file)) this.#inputs.set(file, { file, role });
  }

  use(directory: string): void {
    this.#uses.add(directory);
  }

  manifest(file: string): void {
    this.#manifests.add(file);
  }

  /** It names something that is not in this repository. */
  elsewhere(): void {
    this.#drawsFromElsewhere = true;
  }

  build(kind: GeneratorKind, root: string): GeneratorDraft {
    return {
      kind,
      root,
      inputs: [...this.#inputs.values()],
      uses: [...this.#uses],
      manifests: [...this.#manifests],
      ...(this.#drawsFromElsewhere ? { drawsFromElsewhere: true } : {}),
    };
  }
}
