import type { AnyChange } from "../analysis/all-changes.ts";
import type { Rule, Topic } from "./rule.ts";

/** The rules that the changes may concern. A topic without a change costs nothing: its rules are not loaded. */
export async function rulesFor(changes: readonly AnyChange[]): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  for (const topic of new Set(changes.map((change) => change.topic))) rules.push(...(await load[topic]()));
  return rules;
}

const load: Readonly<Record<Topic, () => Promise<readonly Rule[]>>> = {
  exposure: async () => (await import("./exposure/index.ts")).exposureRules,
  access: async () => (await import("./access/index.ts")).accessRules,
  privilege: async () => (await import("./privilege/index.ts")).privilegeRules,
  connectivity: async () => (await import("./connectivity/index.ts")).connectivityRules,
  coverage: async () => (await import("./coverage/index.ts")).coverageRules,
  control: async () => (await import("./control/index.ts")).controlRules,
};
