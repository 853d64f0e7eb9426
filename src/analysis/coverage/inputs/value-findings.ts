import type { FieldPath, Plain } from "../../../kubernetes/resource.ts";
import { presentPath } from "../../exposure/annotation-aliases.ts";
import { type Difference, differencesOf, isPlainList, isPlainObject, keyOf, own } from "../../plain-differences.ts";
import { plainOfYamlText } from "../../yaml-text.ts";
import { concernInContext } from "../concern-in-context.ts";
import { concernOfDifference, concernOfKind } from "../concern-of-difference.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { producerOf } from "../producer.ts";

/** Every differing key of two plain values below `path`, with what its words say it is about. */
export function valueFindings(
  edit: InputEdit,
  before: Plain | undefined,
  after: Plain | undefined,
  path: FieldPath = [],
): readonly InputFinding[] {
  return leavesOf(before, after).map((difference) => {
    const concern = concernOfObjectAround(difference.path, before, after) ?? concernOfDifference(difference);
    return findingOf(edit, concernInContext(concern, difference, producerOf(edit)), below(path, difference));
  });
}

/** The differing leaves; YAML inside strings, as Argo CD and HelmChart write values, is looked into. */
export function leavesOf(before: Plain | undefined, after: Plain | undefined): readonly Difference[] {
  const differences = differencesOf(before, after);
  if (differences.length === 0 && keyOf(before) !== keyOf(after))
    return [{ path: [], label: [], before: "one order", after: "another order" }];
  return withoutRenamed(differences).flatMap((difference) => {
    const one = insideText(difference.before);
    const other = insideText(difference.after);
    if (one === undefined && other === undefined) return [difference];
    const inner = differencesOf(one, other);
    return inner.map((leaf) => ({
      ...below(difference.path, leaf, difference.label),
      around: [...(difference.around ?? []), ...(leaf.around ?? [])],
    }));
  });
}

/** An annotation that is only written under its present name says what it said. */
function withoutRenamed(differences: readonly Difference[]): readonly Difference[] {
  const saysOf = (path: FieldPath, value: Plain | undefined) => keyOf([...presentPath(path), value ?? null]);
  const gone = differences.filter(({ after }) => after === undefined).map(({ path, before }) => saysOf(path, before));
  const come = differences.filter(({ before }) => before === undefined).map(({ path, after }) => saysOf(path, after));
  const known = new Set(gone);
  const both = new Set(come.filter((one) => known.has(one)));
  if (both.size === 0) return differences;
  return differences.filter(({ path, before, after }) => !both.has(saysOf(path, before ?? after)));
}

/** The same leaf, seen from further up. */
export function below(path: FieldPath, leaf: Difference, label: FieldPath = path): Difference {
  return { ...leaf, path: [...path, ...leaf.path], label: [...label, ...leaf.label] };
}

function insideText(value: Plain | undefined): Plain | undefined {
  if (typeof value !== "string" || !value.includes("\n")) return undefined;
  const plain = plainOfYamlText(value);
  return isPlainObject(plain) || isPlainList(plain) ? plain : undefined;
}

/** A whole manifest inside values (`extraObjects`, `raw.resources`): its kind says what all of it is about. */
function concernOfObjectAround(path: FieldPath, before: Plain | undefined, after: Plain | undefined) {
  for (const root of [after, before]) {
    let value: Plain | undefined = root;
    for (const step of path) {
      value = isPlainObject(value) ? own(value, String(step)) : isPlainList(value) ? value[Number(step)] : undefined;
      if (!isPlainObject(value)) continue;
      const { apiVersion, kind } = value;
      const concern =
        typeof kind === "string" ? concernOfKind(typeof apiVersion === "string" ? apiVersion : "", kind) : undefined;
      if (concern) return concern;
    }
  }
  return undefined;
}
