import { type ExpandedRule, expandRule } from "./atom.ts";
import type { SourcedRule } from "./resolve-roles.ts";
import { type Scope, scopeKey } from "./scope.ts";

const lastExpanded = new WeakMap<SourcedRule, { readonly scope: string; readonly expanded: ExpandedRule }>();

/** The atoms of a rule, which several questions about one scope are asked of. No more than one scope of each is kept. */
export function expandedIn(scope: Scope, rule: SourcedRule): ExpandedRule {
  const key = scopeKey(scope);
  const last = lastExpanded.get(rule);
  if (last?.scope === key) return last.expanded;
  const expanded = expandRule(rule.rule, scope);
  lastExpanded.set(rule, { scope: key, expanded });
  return expanded;
}
