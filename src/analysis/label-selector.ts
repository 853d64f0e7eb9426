import type { Plain, PlainObject } from "../kubernetes/resource.ts";

export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly LabelRequirement[];
}

interface LabelRequirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: readonly string[];
}

/** A selector without any condition selects everything. All conditions must hold (metav1.LabelSelector). */
export function selects(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const label = (key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => label(key) === value) &&
    selector.matchExpressions.every((requirement) => holds(requirement, label(requirement.key)))
  );
}

function holds({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}

/** The selector that a manifest spells; undefined where the API server would refuse it. */
export function readSelector(value: Plain): LabelSelector | undefined {
  if (!isObject(value)) return;
  const labels = value.matchLabels ?? {};
  const expressions = value.matchExpressions ?? [];
  if (!isObject(labels) || !Array.isArray(expressions)) return;
  if (!Object.values(labels).every((label) => typeof label === "string")) return;
  const matchExpressions = expressions.map(readRequirement);
  if (matchExpressions.includes(undefined)) return;
  return {
    matchLabels: labels as Readonly<Record<string, string>>,
    matchExpressions: matchExpressions as readonly LabelRequirement[],
  };
}

const operators: readonly LabelRequirement["operator"][] = ["In", "NotIn", "Exists", "DoesNotExist"];

function readRequirement(value: Plain): LabelRequirement | undefined {
  if (!isObject(value) || typeof value.key !== "string") return;
  const operator = operators.find((known) => known === value.operator);
  const values = value.values ?? [];
  if (!operator || !Array.isArray(values) || !values.every((item) => typeof item === "string")) return;
  return { key: value.key, operator, values: values as readonly string[] };
}

function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
