import type { FieldPath, Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { stableText } from "../exposure/route.ts";
import type { PolicyProblem } from "./traffic-policy.ts";

/** Where the reader of one policy notes what it does not understand. */
export interface ProblemNotes {
  readonly problems: readonly PolicyProblem[];
  /** `problem` ends a sentence about the object; `value` is what was written there. */
  note(path: FieldPath, problem: string, value: Plain | undefined): void;
  /** Notes the fields of an object that are not among the known ones, so that nothing is dropped in silence. */
  noteOthers(object: PlainObject, known: readonly string[], path: FieldPath): void;
}

export function problemNotes(resource: Resource): ProblemNotes {
  const problems: PolicyProblem[] = [];
  const note: ProblemNotes["note"] = (path, problem, value) => {
    problems.push({
      resource,
      path,
      problem,
      text: `${fieldName(path)}: ${value === undefined ? "" : stableText(value)}`,
    });
  };
  return {
    problems,
    note,
    noteOthers(object, known, path) {
      const others = Object.entries(object).filter(([key, value]) => !known.includes(key) && value !== null);
      const [first] = others;
      if (!first) return;
      const names = others.slice(0, 3).map(([key]) => `\`${clipped(key)}\``);
      const more = others.length > names.length ? ` and ${others.length - names.length} more` : "";
      const problem = `has ${names.join(", ")}${more} in ${placeName(path)}, which nobody here knows`;
      note([...path, first[0]], problem, Object.fromEntries(others));
    },
  };
}

/** A field without the positions in lists, which move when other items come and go. */
function fieldName(path: FieldPath): string {
  return path.filter((key) => typeof key === "string").join(".");
}

function placeName(path: FieldPath): string {
  return path.length === 0 ? "the object" : `\`${fieldName(path)}\``;
}

/** A value as it can stand in a sentence. */
export function clipped(value: Plain | undefined): string {
  const text = typeof value === "string" ? value : stableText(value ?? null);
  const line = text.slice(0, longest).replace(/[\s`]+/g, " ");
  return text.length > longest ? `${line}…` : line;
}

const longest = 80;
