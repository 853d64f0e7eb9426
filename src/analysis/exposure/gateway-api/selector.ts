import type { Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { objectsIn, plainText } from "./names.ts";

/** A label selector as one text per requirement, sorted: `team=shop`, `tier in (a, b)`. No requirement selects everything. */
export function selectorTexts(selector: Plain | undefined): string[] {
  return requirementsOf(asObject(selector) ?? {})
    .map(({ key, operator, values }) => {
      if (operator === "In" && values.length === 1) return `${key}=${values[0]}`;
      if (operator === "Exists") return `${key} exists`;
      if (operator === "DoesNotExist") return `${key} does not exist`;
      return `${key} ${operator === "In" ? "in" : operator === "NotIn" ? "not in" : operator} (${values.join(", ")})`;
    })
    .sort();
}

/** Whether the labels satisfy the selector; undefined if labels that are not known would have to tell. */
export function selects(
  selector: Plain | undefined,
  labels: Readonly<Record<string, string>>,
  complete = true,
): boolean | undefined {
  const answers = requirementsOf(asObject(selector) ?? {}).map(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (value === undefined && !complete) return undefined;
    if (operator === "In") return value !== undefined && values.includes(value);
    if (operator === "NotIn") return value === undefined || !values.includes(value);
    if (operator === "Exists") return value !== undefined;
    return operator === "DoesNotExist" ? value === undefined : undefined;
  });
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

function requirementsOf(selector: PlainObject): Requirement[] {
  const labels = Object.entries(asObject(selector.matchLabels) ?? {});
  const expressions = objectsIn(selector.matchExpressions);
  return [
    ...labels.map(([key, value]) => ({ key, operator: "In", values: [plainText(value)] })),
    ...expressions.map((one) => ({
      key: asText(one.key) ?? "",
      operator: asText(one.operator) ?? "",
      values: (asList(one.values) ?? []).map(plainText).sort(),
    })),
  ];
}
