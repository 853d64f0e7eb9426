import { fileNameOf } from "../../kubernetes/file-names.ts";
import { concernOfPath } from "./concern-of-difference.ts";
import type { InputEdit, InputFinding } from "./input-finding.ts";
import { chartFindings, otherFile } from "./inputs/chart-findings.ts";
import { helmfileFindings } from "./inputs/helmfile-findings.ts";
import { kustomizationFindings } from "./inputs/kustomization-findings.ts";
import { leftOutFindings } from "./inputs/left-out-manifests.ts";
import { lineFindings } from "./inputs/line-findings.ts";
import { objectFindings } from "./inputs/object-findings.ts";
import { patchFindings } from "./inputs/patch-findings.ts";
import { templateFindings } from "./inputs/template-findings.ts";
import { valueFindings } from "./inputs/value-findings.ts";

/** What differs in one changed input, by the part that the file plays. Nothing, if only comments or spelling differ. */
export function inputFindings(edit: InputEdit): readonly InputFinding[] {
  switch (edit.role) {
    case "definition":
      return definitionFindings(edit);
    case "values":
      return isUnparsed(edit) ? lineFindings(edit) : valueFindings(edit, edit.before, edit.after);
    case "patch":
      return isUnparsed(edit) ? lineFindings(edit) : patchFindings(edit, edit.before, edit.after, []);
    case "template":
      return templateFindings(edit);
    case "generated-from":
      return [
        { ...otherFile(edit), concern: concernOfPath([fileNameOf(edit.file.path)]) === "access" ? "access" : "other" },
      ];
    case "other":
      return [otherFile(edit)];
  }
}

function definitionFindings(edit: InputEdit): readonly InputFinding[] {
  switch (edit.generator.kind) {
    case "kustomize":
      return [...leftOutFindings(edit), ...kustomizationFindings(edit)];
    case "helm-chart":
      return chartFindings(edit);
    case "helmfile":
      return helmfileFindings(edit);
    case "helm-release":
    case "flux-kustomization":
    case "flux-source":
    case "argo-application":
      return objectFindings(edit);
  }
}

function isUnparsed({ file, before, after }: InputEdit): boolean {
  return (file.before !== undefined && before === undefined) || (file.after !== undefined && after === undefined);
}
