import type { ChangedFile, DesiredState } from "../../kubernetes/desired-state.ts";
import { directoryOf, isIgnoreName } from "../../kubernetes/file-names.ts";
import { isProtectedObject } from "../../kubernetes/kinds.ts";
import type { ChangedTexts } from "../changed-texts.ts";
import { matchesWildcard } from "../wildcard.ts";
import type { Unrendered } from "./coverage-change.ts";
import { objectName } from "./object-names.ts";
import { placeFinder } from "./place-finder.ts";

/** Manifests of protected kinds that are passed over from now on, or no longer are. Patterns are those of .gitignore. */
export function ignoreFileChanges(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
  texts: ChangedTexts,
): readonly Unrendered[] {
  return changed.flatMap(({ path }) => {
    const text = texts.get(path);
    if (!isIgnoreName(path) || !text) return [];
    const [was, is] = [patternsOf(text.before), patternsOf(text.after)];
    const touched = [...was.filter((one) => !is.includes(one)), ...is.filter((one) => !was.includes(one))];
    const globs = touched.slice(0, maxPatterns).flatMap((pattern) => globsOf(pattern, directoryOf(path)));
    const isTouched = (file: string) => globs.some((glob) => matchesWildcard(glob, file));
    const concerned = (state: DesiredState) =>
      state.resources.filter((one) => isProtectedObject(one) && isTouched(one.file));
    const objects = [...new Set([...concerned(before), ...concerned(after)].map(objectName))].sort();
    // Where a text cannot be read, or is longer than anybody writes it, nobody knows what it says.
    const isUnreadable = text.before === undefined || text.after === undefined || touched.length > maxPatterns;
    if (objects.length === 0 && !isUnreadable) return [];
    const effect = { ignoreFile: path, patterns: touched.sort(), objects };
    return [
      {
        topic: "coverage",
        kind: "unrendered",
        concern: "scope",
        view: "",
        direction: "unknown",
        resource: { apiVersion: "", kind: "File", namespace: null, name: path },
        details: [`\`${path}\` decides anew whether these are applied: ${objects.join(", ") || "what it names"}`],
        files: [path],
        effect,
        before: null,
        after: null,
        because: placeFinder(texts).firstDifference(path),
      },
    ];
  });
}

const maxPatterns = 500;

function patternsOf(text: string | null | undefined): readonly string[] {
  return (text ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/**
 * A pattern with a slash inside counts from the folder of its file, any other one in every folder below. Rather too wide: whatever
 * is no plain text may stand for any.
 */
function globsOf(pattern: string, directory: string): readonly string[] {
  const bare = pattern.replace(/^!/, "").replace(/\/+$/, "");
  const glob = bare
    .replace(/^\/+/, "")
    .replace(/\[[^\]]*\]|[?\\]/g, "*")
    .replace(/\*+/g, "*");
  const top = directory === "" ? "" : `${directory}/`;
  const bases = bare.includes("/") ? [`${top}${glob}`] : [`${top}${glob}`, `${top}*/${glob}`];
  return bases.flatMap((base) => [base, `${base}/*`]);
}
