import type { ChangedFile, DesiredState, Generator, GeneratorInput } from "../../kubernetes/desired-state.ts";
import type { Location } from "../../kubernetes/location.ts";
import type { Plain } from "../../kubernetes/resource.ts";
import type { ChangedText } from "../changed-texts.ts";
import { describeDifference } from "../describe-difference.ts";
import type { Difference } from "../plain-differences.ts";
import type { Concern } from "./concern.ts";
import type { PlaceFinder } from "./place-finder.ts";

/** Something that differs in one input of a generator, with what it seems to be about. */
export interface InputFinding {
  readonly concern: Concern;
  readonly file: string;
  /** For maintainers; untrusted text. */
  readonly detail: string;
  /** Identifies what differs, values included, so that an approval of one value is not an approval of the next. */
  readonly part: Plain;
  /** The same without the file: inputs that changed alike are told as one. */
  readonly alike: Plain;
  readonly places: readonly Location[];
}

/** One changed input of one generator, both sides at hand. */
export interface InputEdit {
  readonly file: ChangedFile;
  readonly role: GeneratorInput["role"];
  readonly generator: Generator;
  /** Its root before: an object that moved to another file or namespace had another one. */
  readonly rootBefore: string;
  /** The generator exists on one side only: it is new, or gone. */
  readonly generatorIsNewOrGone: boolean;
  /** Parsed content; undefined where the file does not exist or does not parse. */
  readonly before: Plain | undefined;
  readonly after: Plain | undefined;
  readonly text: ChangedText;
  readonly states: { readonly before: DesiredState; readonly after: DesiredState };
  readonly places: PlaceFinder;
}

export function findingOf(edit: InputEdit, concern: Concern, difference: Difference, detail?: string): InputFinding {
  const { label, before, after } = difference;
  const file = edit.file.path;
  const alike = {
    // Without indexes: an item that moves within a list is the same change.
    path: label.map((step) => (typeof step === "number" ? "*" : step)),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
  return {
    concern,
    file,
    detail: detail ?? describeDifference(difference),
    part: { file, ...alike },
    alike,
    places: edit.places.of(file, difference),
  };
}
