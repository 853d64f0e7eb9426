import type { Plain } from "../../../kubernetes/resource.ts";
import { type Difference, scalarText } from "../../plain-differences.ts";
import { withoutTrailing } from "../../without-trailing.ts";
import type { Concern } from "../concern.ts";
import { protects } from "../concern-in-context.ts";
import { wordsOf } from "../concern-of-difference.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { lineFindings } from "./line-findings.ts";
import { leavesOf } from "./value-findings.ts";

/** What changed in Chart.yaml, requirements.yaml or a lock file. The chart's own version says nothing about its content. */
export function chartFindings(edit: InputEdit): readonly InputFinding[] {
  const { before, after, file } = edit;
  if (/\.lock$|\.helmignore$/.test(file.path)) return [otherFile(edit)];
  if ((file.before && before === undefined) || (file.after && after === undefined)) return lineFindings(edit);
  return leavesOf(before, after).map((leaf) => findingOf(edit, concernOfChartField(edit, leaf), leaf));
}

function concernOfChartField({ generatorIsNewOrGone, file }: InputEdit, leaf: Difference): Concern {
  const { path, before, after, around = [] } = leaf;
  if (path[0] !== "dependencies") return "other";
  // A dependency that is gone has no other version.
  const isGone = !file.after || (after === undefined && around.at(-1)?.after === undefined);
  if (path[2] === "version") return isGone ? "other" : "version";
  const remote = path[2] === "repository" || path[2] === "name" || path.length < 3;
  if (!remote || generatorIsNewOrGone || isSameAddress(before, after)) return "other";
  // A dependency that goes away takes what it published with it, unless it restricted others.
  return after === undefined && !protects(wordsOf(scalarText(before))) ? "withdrawn" : "remote";
}

function isSameAddress(before: Plain | undefined, after: Plain | undefined): boolean {
  const [one, other] = [before, after].map((address) => withoutTrailing(scalarText(address), "/"));
  return before !== undefined && after !== undefined && one === other;
}

/** An input whose content does not matter to us as far as its text tells. */
export function otherFile(edit: Pick<InputEdit, "file" | "places">): InputFinding {
  const { path: file, before, after } = edit.file;
  return {
    concern: "other",
    file,
    detail: `\`${file}\``,
    part: { file, before: before?.blobId ?? null, after: after?.blobId ?? null },
    alike: { file, before: before?.blobId ?? null, after: after?.blobId ?? null },
    places: edit.places.firstDifference(file),
  };
}
