import { accessRules } from "./access/index.ts";
import { connectivityRules } from "./connectivity/index.ts";
import { controlRules } from "./control/index.ts";
import { coverageRules } from "./coverage/index.ts";
import { exposureRules } from "./exposure/index.ts";
import { privilegeRules } from "./privilege/index.ts";
import type { Rule } from "./rule.ts";

export const allRules: readonly Rule[] = [
  ...exposureRules,
  ...accessRules,
  ...privilegeRules,
  ...connectivityRules,
  ...coverageRules,
  ...controlRules,
];

const byId = new Map(allRules.map((rule) => [rule.id, rule]));

/** The rule with this id, or undefined. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
