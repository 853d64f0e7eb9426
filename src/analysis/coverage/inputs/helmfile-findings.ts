import { isHelmfileName } from "../../../kubernetes/file-names.ts";
import type { Concern } from "../concern.ts";
import { concernOfDifference } from "../concern-of-difference.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { lineFindings } from "./line-findings.ts";
import { leavesOf, valueFindings } from "./value-findings.ts";

/** What changed in a helmfile: releases with their charts, versions and values. Most helmfiles are templates, read by lines. */
export function helmfileFindings(edit: InputEdit): readonly InputFinding[] {
  const { before, after, file } = edit;
  if ((file.before && before === undefined) || (file.after && after === undefined))
    return lineFindings(edit, isHelmfileName(file.path) ? concernOfHelmfileField : undefined);
  if (!isHelmfileName(file.path)) return valueFindings(edit, before, after);
  return leavesOf(before, after).map((leaf) => {
    const concern = concernOfHelmfileField(leaf.path) ?? concernOfDifference(leaf);
    return findingOf(edit, concern, leaf);
  });
}

function concernOfHelmfileField(path: readonly (string | number)[]): Concern | undefined {
  const text = path.filter((step) => typeof step === "string").join(".");
  if (/^releases\.version$/.test(text)) return "version";
  if (/^releases\.chart$|^repositories\.(url|oci|name)$|^(bases|helmfiles)(\.|$)/.test(text)) return "remote";
  if (/^releases\.(namespace|kubeContext)$|^(namespace|kubeContext|helmDefaults\.kubeContext)$/.test(text))
    return "scope";
  return undefined;
}
