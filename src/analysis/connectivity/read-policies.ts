import type { Resource } from "../../kubernetes/resource.ts";
import { policyKinds } from "./policies/index.ts";
import type { PolicyKind, PolicyReading } from "./policy-kind.ts";

/** Every network policy of one state, and what could not be read of them. */
export function readPolicies(resources: readonly Resource[]): PolicyReading {
  const kinds: readonly PolicyKind[] = policyKinds;
  const readings = kinds.map((family) => {
    const own = resources.filter(({ group, kind }) => family.kinds.includes(`${group}/${kind}`));
    return own.length > 0 ? family.read(own) : { policies: [], problems: [] };
  });
  return {
    policies: readings.flatMap(({ policies }) => policies),
    problems: readings.flatMap(({ problems }) => problems),
  };
}
