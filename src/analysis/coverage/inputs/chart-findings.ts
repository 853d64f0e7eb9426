import { seemsToHold } from "../../../kubernetes/may-hold-kind.ts";
import type { Concern } from "../concern.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { kindsThatMatter, sameInstructions } from "../unreadable-text.ts";
import { lineFindings } from "./line-findings.ts";
import { leavesOf } from "./value-findings.ts";

/** What changed in Chart.yaml, requirements.yaml or a lock file. The chart's own version says nothing about its content. */
export function chartFindings(edit: InputEdit): readonly InputFinding[] {
  const { before, after, file } = edit;
  if (/\.lock$|\.helmignore$/.test(file.path)) return [otherFile(edit)];
  if ((file.before && before === undefined) || (file.after && after === undefined)) return lineFindings(edit);
  return leavesOf(before, after).map((leaf) => findingOf(edit, concernOfChartField(edit, leaf.path), leaf));
}

function concernOfChartField({ generatorIsNewOrGone }: InputEdit, path: readonly (string | number)[]): Concern {
  if (path[0] !== "dependencies") return "other";
  if (path[2] === "version") return "version";
  const remote = path[2] === "repository" || path[2] === "name" || path.length < 3;
  return remote && !generatorIsNewOrGone ? "remote" : "other";
}

/** A chart template, judged by its text: it is no YAML, and what it produces depends on values. */
export function templateFindings(edit: InputEdit): readonly InputFinding[] {
  const { path: file } = edit.file;
  const { before, after } = edit.text;
  if (typeof before === "string" && typeof after === "string" && sameInstructions(before, after))
    return [otherFile(edit)];
  const kinds = [...new Set([before, after].flatMap((side) => kindsIn(side, edit)))].sort();
  if (kinds.length === 0) return [otherFile(edit)];
  const { before: one, after: other } = edit.file;
  return [
    {
      concern: "template",
      file,
      detail: `\`${file}\` (${kinds.join(", ")})`,
      part: { file, before: one?.blobId ?? null, after: other?.blobId ?? null },
      alike: { file, before: one?.blobId ?? null, after: other?.blobId ?? null },
      places: edit.places.firstDifference(file),
    },
  ];
}

function kindsIn(text: string | null | undefined, edit: InputEdit): readonly string[] {
  const { before, after } = edit.text;
  const file = edit.file.path;
  if (text === null) return [];
  if (text === undefined) return ["unreadable"];
  const kinds = kindsThatMatter(seemsToHold(text), before, after);
  if (kinds.length > 0) return kinds;
  // The kind itself may be filled in, or the whole object may come from a library chart.
  if (/^\s*kind:\s*["']?\{\{/m.test(text)) return ["kind from values"];
  return /(^|[/_.-])(ingress|route|httproute|gateway|rbac|role|rolebinding|clusterrole|clusterrolebinding|networkpolicy|network-policy)s?[^/]*$/i.test(
    file,
  ) && !/^\s*kind:/m.test(text)
    ? ["named like one"]
    : [];
}

/** An input whose content does not matter to us as far as its text tells. */
export function otherFile(edit: InputEdit): InputFinding {
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
