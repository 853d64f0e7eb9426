/** One entry of a role's `rules`, with every list present. Matching is specified in rbac/v1 `PolicyRule` and its evaluation helpers. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Empty: every name. `*` is an ordinary name here, not a wildcard. */
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/**
 * Reads the short notation of our own tables: `"core,apps pods,deployments get,list"`, optionally followed by resource
 * names, or `"url /metrics,/debug/* get"`. `core` stands for the API group `""`.
 */
export function rule(notation: string): PolicyRule {
  const [first = "", second = "", third = "", fourth = ""] = notation.split(" ");
  const list = (text: string) => (text === "" ? [] : text.split(","));
  if (first === "url")
    return { apiGroups: [], resources: [], verbs: list(third), resourceNames: [], nonResourceURLs: list(second) };
  return {
    apiGroups: list(first).map((group) => (group === "core" ? "" : group)),
    resources: list(second),
    verbs: list(third),
    resourceNames: list(fourth),
    nonResourceURLs: [],
  };
}

/** Equal for rules that mean the same: order and repetition inside the lists do not matter. */
export function canonicalRule(rule: PolicyRule): string {
  const sorted = (list: readonly string[]) => [...new Set(list)].sort();
  return JSON.stringify([
    sorted(rule.apiGroups),
    sorted(rule.resources),
    sorted(rule.verbs),
    sorted(rule.resourceNames),
    sorted(rule.nonResourceURLs),
  ]);
}
