import { isManifestTemplateName } from "../../../kubernetes/file-names.ts";
import { placeOfLine } from "../../text-places.ts";
import type { Concern } from "../concern.ts";
import type { InputEdit, InputFinding } from "../input-finding.ts";
import { sameJsonnet } from "../templates/same-jsonnet.ts";
import { accessKindNames, publishingKindNames } from "../templates/template-kinds.ts";
import { type TouchedTemplate, touchedTemplate } from "../templates/touched-kinds.ts";
import { sameInstructions } from "../unreadable-text.ts";
import { otherFile } from "./chart-findings.ts";

/** A changed template with both texts. */
export type TemplateEdit = Pick<InputEdit, "file" | "text" | "places">;

/** A chart template, judged by its touched lines: it is no YAML, and what it produces depends on values. */
export function templateFindings(edit: TemplateEdit): readonly InputFinding[] {
  const { before, after } = edit.text;
  if (before === undefined || after === undefined) return [finding(edit, "template", ["unreadable"])];
  if (before !== null && after !== null && sameInstructions(before, after)) return [otherFile(edit)];
  const touched = touchedTemplate(before, after, before !== null && after !== null);
  if (touched.kinds.length > 0) {
    const concern = after === null && onlyPublishes(before ?? "", touched) ? "withdrawn" : "template";
    return [finding(edit, concern, shownKinds(touched), touched)];
  }
  return [isNamedLikeOne(edit) ? finding(edit, "template", ["named like one"]) : otherFile(edit)];
}

/** A template outside of any chart, in whatever language: nobody can tell where what it produces goes. */
export function templateSourceFindings(edit: TemplateEdit): readonly InputFinding[] {
  const { before, after } = edit.text;
  if (before === undefined || after === undefined) return [finding(edit, "template-source", ["unreadable"])];
  if (before !== null && after !== null && isSame(edit.file.path, before, after)) return [];
  // New values are worth a look; a new library without an object of a protected kind is not.
  const listensToWords = after !== null && (before !== null || isManifestTemplateName(edit.file.path));
  const touched = touchedTemplate(before, after, listensToWords);
  return [touched.kinds.length > 0 ? finding(edit, "template-source", shownKinds(touched), touched) : otherFile(edit)];
}

function isSame(path: string, before: string, after: string): boolean {
  return sameInstructions(before, after) || (/\.(lib|j)sonnet$/i.test(path) && sameJsonnet(before, after));
}

/** A removed template narrows, unless it held something that restricts others or answers for the rest of a host. */
function onlyPublishes(text: string, { kinds }: TouchedTemplate): boolean {
  if (!kinds.every((kind) => publishingKindNames.has(kind))) return false;
  const routing = text.replace(/rbac\.authorization\.k8s\.io/g, "");
  return kinds.every((kind) => accessKindNames.has(kind)) || !protectiveText.test(routing);
}

const protectiveText =
  /auth|white-?list|allow-?list|deny-?list|middleware|source-range|snippet|limit-(rps|connections)|modsecurity/i;

function shownKinds({ kinds }: TouchedTemplate): readonly string[] {
  const named = kinds.filter((kind) => kind !== "*");
  return named.length > 0 ? named : ["keys of exposure or access"];
}

/** The whole object may come from a library chart, of which this only is the call. */
function isNamedLikeOne({ file, text }: TemplateEdit): boolean {
  return (
    /(^|[/_.-])(ingress|route|httproute|gateway|rbac|role|rolebinding|clusterrole|clusterrolebinding|networkpolicy|network-policy)s?[^/]*$/i.test(
      file.path,
    ) && ![text.before, text.after].some((side) => /^\s*kind:/m.test(side ?? ""))
  );
}

function finding(
  edit: TemplateEdit,
  concern: Concern,
  kinds: readonly string[],
  touched?: TouchedTemplate,
): InputFinding {
  const { path: file, before, after } = edit.file;
  const content = { file, before: before?.blobId ?? null, after: after?.blobId ?? null };
  return {
    concern,
    file,
    detail: `\`${file}\` (${kinds.join(", ")})`,
    part: content,
    alike: content,
    places: placesOf(edit, touched),
  };
}

function placesOf({ file, text, places }: TemplateEdit, touched: TouchedTemplate | undefined): InputFinding["places"] {
  const found = (["after", "before"] as const).flatMap((side) => {
    const line = touched?.firstLine[side];
    return line === undefined ? [] : [placeOfLine(file.path, side, (text[side] ?? "").split(/\r?\n/), line)];
  });
  return found.length > 0 ? found : places.firstDifference(file.path);
}
