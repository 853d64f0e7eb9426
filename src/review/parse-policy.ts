import { createHash } from "node:crypto";
import type { MaintainerGroup, Policy, PolicyProblem, PolicyResult, ReviewRequirement } from "./policy.ts";
import { referenceProblems } from "./policy-references.ts";
import { type PolicyFile, policyFileSchema } from "./policy-schema.ts";
import { type PlacedMessage, type PolicyText, readPolicyText } from "./policy-text.ts";
import { schemaProblems } from "./schema-problems.ts";

/**
 * Reads a policy file. Every problem comes back at once with its line and column; a policy with a problem is no policy,
 * because what it fails to say could be what protects the repository.
 * @param file its path in the repository, for the problems
 * @param options.knownRules ids of all rules; overrides and waivers of other ids are problems
 */
export function parsePolicy(
  text: string,
  file: string,
  options: { readonly knownRules: ReadonlySet<string> },
): PolicyResult {
  const sha = createHash("sha256").update(text, "utf8").digest("hex");
  const read = readPolicyText(text);
  const parsed = policyFileSchema.safeParse(read.data);
  const problems = [...read.problems];
  if (read.data !== undefined) {
    problems.push(...schemaProblems(parsed.error?.issues ?? [], read), ...referenceProblems(read, options.knownRules));
  }
  if (parsed.success && problems.length === 0)
    return { kind: "policy", policy: toPolicy(parsed.data, read, file, sha) };
  return { kind: "invalid", problems: inOrder(problems, file), sha };
}

function inOrder(problems: readonly PlacedMessage[], file: string): PolicyProblem[] {
  return problems
    .map((problem) => ({ file, ...problem }))
    .toSorted((one, other) => one.line - other.line || one.column - other.column);
}

function toPolicy(parsed: PolicyFile, text: PolicyText, file: string, sha: string): Policy {
  const { approvals } = parsed;
  return {
    sha,
    source: "file",
    file,
    zones: Object.entries(withoutUndefined(parsed.zones)).map(([name, zone]) => ({
      name,
      ...zone,
      pci: zone.pci ?? null,
    })),
    maintainers: parsed.maintainers,
    reviews: (parsed.reviews ?? []).map(toRequirement),
    rules: withoutUndefined(parsed.rules),
    waivers: parsed.waivers.map(({ "approved-by": approvedBy, ...waiver }) => ({ ...waiver, approvedBy })),
    controllers: withoutUndefined(parsed.controllers),
    views: parsed.views,
    approvals: {
      bindTo: approvals["bind-to"],
      emergency: approvals.emergency ?? null,
      unattributed: approvals.unattributed,
    },
    places: placesOfMaintainers(parsed, text),
  };
}

function toRequirement(review: NonNullable<PolicyFile["reviews"]>[number]): ReviewRequirement {
  const { theme, direction, severity, zone, rule, paths } = review.when;
  return {
    when: {
      ...(theme && { theme: asList(theme) }),
      ...(direction && { direction: direction === "any" ? direction : asList(direction) }),
      ...(severity && { severity }),
      ...(zone && { zone: asList(zone) }),
      ...(rule && { rule: asList(rule) }),
      ...(paths && { paths: asList(paths) }),
    },
    approvals: review.approvals,
    from: review.from,
    distinct: review.distinct,
  };
}

function placesOfMaintainers(parsed: PolicyFile, text: PolicyText): NonNullable<Policy["places"]> {
  const groups: (readonly [readonly string[], MaintainerGroup])[] = Object.entries(parsed.maintainers).map(
    ([name, group]) => [["maintainers", name], group],
  );
  const { emergency } = parsed.approvals;
  if (emergency) groups.push([["approvals", "emergency"], emergency]);
  return Object.fromEntries(
    groups
      .flatMap(([path, { teams }]) => teams.map((team, i) => [team, text.placeOf([...path, "teams", i])] as const))
      // The first mention of a team is its place.
      .toReversed(),
  );
}

function asList<T extends string>(value: T | readonly T[]): readonly T[] {
  return typeof value === "string" ? [value] : value;
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The schema types optional keys as possibly undefined; in what it returns they are absent instead. */
function withoutUndefined<T extends object>(entries: Readonly<Record<string, T>>): Record<string, Defined<T>> {
  return entries as Record<string, Defined<T>>;
}
