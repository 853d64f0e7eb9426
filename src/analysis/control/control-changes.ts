import { createHash } from "node:crypto";
import type { ChangedFile } from "../../kubernetes/desired-state.ts";
import type { Plain } from "../../kubernetes/resource.ts";
import type { ChangedText, ChangedTexts } from "../changed-texts.ts";
import { describeDifference } from "../describe-difference.ts";
import { differencesOf, samePlain } from "../plain-differences.ts";
import { linePlace } from "../text-places.ts";
import { plainOfYamlText } from "../yaml-text.ts";
import type { ControlChange } from "./control-change.ts";
import { codeownersPaths, isWorkflow, policyPaths } from "./control-files.ts";

/**
 * Changes to what judges the pull request. The base branch's policy and CODEOWNERS still decide about this one, but the
 * next pull request will be judged by the new ones: that is a change of control that somebody has to approve now.
 */
export function controlChanges(changed: readonly ChangedFile[], texts: ChangedTexts): readonly ControlChange[] {
  return changed.flatMap((file) => {
    if (file.before?.blobId === file.after?.blobId && file.before?.mode === file.after?.mode) return [];
    const text = texts.get(file.path) ?? unreadable(file);
    const kind = kindOf(file.path, text);
    return kind ? [changeOf(kind, file, text)] : [];
  });
}

function kindOf(path: string, text: ChangedText): ControlChange["kind"] | undefined {
  if (policyPaths.includes(path)) return "policy";
  if (codeownersPaths.includes(path)) return "codeowners";
  // A workflow that cannot be read may well run the gate.
  if (
    isWorkflow(path) &&
    [text.before, text.after].some((side) => side === undefined || /gatewarden/i.test(side ?? ""))
  )
    return "gate-workflow";
  return undefined;
}

function unreadable({ before, after }: ChangedFile): ChangedText {
  return { before: before ? undefined : null, after: after ? undefined : null };
}

function changeOf(kind: ControlChange["kind"], file: ChangedFile, text: ChangedText): ControlChange {
  const what = !file.before ? "added" : !file.after ? "removed" : "altered";
  const sameMeaning = what === "altered" && file.before?.mode === file.after?.mode && meansTheSame(kind, text);
  return {
    topic: "control",
    kind,
    file: file.path,
    what,
    sameMeaning,
    details: sameMeaning ? [] : detailsOf(kind, text),
    view: "",
    direction: sameMeaning ? "neutral" : "unknown",
    resource: { apiVersion: "", kind: "File", namespace: null, name: file.path },
    // The file's place is its identity here: the same text elsewhere judges nothing.
    effect: { kind, file: file.path, after: contentOf(file.after?.mode, text.after, file.after?.blobId) },
    before: null,
    after: null,
    because: placesOf(file, text),
  };
}

function meansTheSame(kind: ControlChange["kind"], { before, after }: ChangedText): boolean {
  if (typeof before !== "string" || typeof after !== "string") return false;
  if (kind === "codeowners") return samePlain(codeownersLines(before), codeownersLines(after));
  const [one, other] = [plainOfYamlText(before), plainOfYamlText(after)];
  return one !== undefined && other !== undefined && samePlain(one, other);
}

/** Order counts: the last matching line of CODEOWNERS decides. */
function codeownersLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) =>
    line
      .replace(/(^|\s)#.*$/, "")
      .trim()
      .split(/\s+/)
      .join(" "),
  );
  return lines.filter((line) => line !== "");
}

function detailsOf(kind: ControlChange["kind"], { before, after }: ChangedText): readonly string[] {
  if (typeof before !== "string" && typeof after !== "string") return [];
  if (kind === "codeowners") return lineDetails(codeownersLines(before ?? ""), codeownersLines(after ?? ""));
  const [one, other] = [before, after].map((side) => (typeof side === "string" ? plainOfYamlText(side) : undefined));
  return differencesOf(one, other).map(describeDifference);
}

function lineDetails(before: readonly string[], after: readonly string[]): readonly string[] {
  const removed = before.filter((line) => !after.includes(line)).map((line) => `"${line}" removed`);
  const added = after.filter((line) => !before.includes(line)).map((line) => `"${line}" added`);
  return removed.length + added.length === 0 ? ["order of entries"] : [...removed, ...added];
}

function contentOf(mode: string | undefined, text: string | null | undefined, blobId: string | undefined): Plain {
  if (blobId === undefined) return null;
  return {
    mode: mode ?? null,
    content: typeof text === "string" ? createHash("sha256").update(text).digest("hex") : blobId,
  };
}

function placesOf({ path, before, after }: ChangedFile, text: ChangedText) {
  return [
    ...(after ? [linePlace(path, "after", text.after, text.before)] : []),
    ...(before ? [linePlace(path, "before", text.before, text.after)] : []),
  ];
}
