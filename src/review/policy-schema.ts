import { z } from "zod";
import type { Direction } from "../analysis/change.ts";
import { globProblem } from "../analysis/path-patterns.ts";
import { severities, themes } from "../rules/security-event.ts";

const directions = ["widened", "narrowed", "neutral", "unknown"] as const satisfies readonly Direction[];

const text = z.string().min(1, "must not be empty");
const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "must start with a letter or digit and hold only letters, digits, `.`, `_` and `-`",
  );
const team = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "must be a team written as `organisation/team-slug`",
  );
const user = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, "must be a login, without `@`");
const paths = z.string().superRefine((glob, context) => {
  const problem = globProblem(glob);
  if (problem) context.addIssue({ code: "custom", message: problem });
});
const severity = z.enum(severities);

const maintainerGroup = z.strictObject({
  teams: z.array(team).default([]).describe("Teams, as organisation/team-slug. Members of child teams count."),
  users: z.array(user).default([]).describe("Logins of people."),
  codeowners: z
    .boolean()
    .default(false)
    .describe(
      "Also the owners that CODEOWNERS names for the touched file; where it names none, everyone with the maintain or admin role.",
    ),
});

const namespaceLabel = z
  .string()
  .regex(/^[^=\s]+(=[^=\s]*)?$/, "must be a label of namespaces, written as `key=value` or `key`");
const caller = z
  .string()
  .regex(
    /^(zone:[^/\s]+|[^/\s:]+(\/[^/\s:]+)?)$/,
    "must be written as `namespace`, `namespace/workload` or `zone:name`",
  );

const zone = z.strictObject({
  pci: z.enum(["in-scope", "connected", "out"]).optional().describe("What the zone is to the PCI DSS assessment."),
  namespaces: z.array(text).default([]).describe("Namespaces, `*` stands for any text."),
  hosts: z.array(text).default([]).describe("Host names, `*` stands for any text."),
  paths: z.array(paths).default([]).describe("Globs of files, from the root of the repository."),
  labels: z
    .array(namespaceLabel)
    .optional()
    .describe("Labels of namespaces, as `key=value` or `key`; a namespace with one of them belongs to the zone."),
  callers: z
    .array(caller)
    .optional()
    .describe(
      "Who may connect to workloads of the zone, besides these themselves, as `namespace`, `namespace/workload` or `zone:name`; `*` stands for any text. Everybody, if left out.",
    ),
});

const when = z.strictObject({
  theme: oneOrMore(z.enum(themes)).optional().describe("Only events of these themes."),
  direction: z
    .union([z.literal("any"), z.enum(directions), z.array(z.enum(directions)).min(1, "must name at least one")])
    .optional()
    .describe("Only events of these directions; widened and unknown if left out."),
  severity: severity
    .optional()
    .describe(
      "The lowest severity that needs this review; medium if left out, or info where `direction` asks for narrowed or neutral events.",
    ),
  zone: oneOrMore(text).optional().describe("Only events that concern one of these zones."),
  rule: oneOrMore(text).optional().describe("Only events of these rules."),
  paths: oneOrMore(paths).optional().describe("Only events with a cause in a file that one of these globs matches."),
});

const review = z.strictObject({
  when: when.default({}).describe("Which events need this review. Every condition given must hold."),
  approvals: z
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .default(1)
    .describe("How many people must approve."),
  from: z
    .array(text)
    .min(1, "must name at least one group of maintainers")
    .describe("Groups of maintainers; approvals may come from any of them."),
  distinct: z
    .boolean()
    .default(false)
    .describe("Nobody who approves for this entry counts for another entry that is also distinct."),
});

const ruleOverride = z.strictObject({
  severity: severity.optional().describe("Replaces the severity of the rule."),
  forbid: z.boolean().optional().describe("Events of the rule cannot be approved, only waived."),
});

const waiver = z.strictObject({
  rule: text.describe("The rule whose events are waived."),
  resource: z
    .string()
    .regex(/^([^/]+\/){1,2}[^/]+$/, "must be `namespace/Kind/name`, or `Kind/name` for an object without a namespace")
    .describe(
      "The objects, as namespace/Kind/name (Kind/name without a namespace); `*` stands for any text between slashes.",
    ),
  until: z
    .string()
    .refine(isDay, "must be a day that exists, as YYYY-MM-DD")
    .describe("The last day on which the waiver holds (UTC), as YYYY-MM-DD."),
  reason: text.describe("Why this is acceptable; recorded in the audit trail."),
  "approved-by": text.describe("Who accepted it; recorded in the audit trail."),
});

const controller = z.strictObject({
  controller: text.describe("The program that serves this class, such as ingress-nginx."),
  reach: z
    .enum(["internet", "private-network", "node", "cluster", "unknown"])
    .optional()
    .describe("From where the controller can be reached."),
});

const view = z.strictObject({
  name: text.describe("Name of the view, such as a cluster."),
  paths: z
    .array(paths)
    .min(1, "must name at least one glob")
    .describe("Globs of the files that this cluster receives."),
});

const approvals = z.strictObject({
  "bind-to": z
    .enum(["events", "commit"])
    .default("events")
    .describe("What an approval covers: the events that its author could see, or only the exact commit."),
  emergency: maintainerGroup
    .omit({ codeowners: true })
    .optional()
    .describe("Who may override the gate in an emergency, for one commit and a limited time."),
  unattributed: z
    .int("must be a whole number")
    .min(0, "must not be negative")
    .default(1)
    .describe("How many more people must approve if a commit cannot be attributed to a person."),
});

/** The policy file as people write it. What it means: `policy.ts`; references between its parts: `policy-references.ts`. */
export const policyFileSchema = z
  .strictObject({
    version: z.literal(1).describe("Version of this format: 1."),
    zones: z
      .record(name, zone)
      .default({})
      .describe("Parts of the system with their own demands, such as the cardholder data environment."),
    maintainers: z.record(name, maintainerGroup).default({}).describe("Groups of people whose approval counts."),
    reviews: z
      .array(review)
      .min(1, "must not be empty; leave it out to ask for the default review")
      .optional()
      .describe(
        "Which events need whose approval. All matching entries must be satisfied; an event that would need the default review and matches no entry still needs it.",
      ),
    rules: z.record(z.string(), ruleOverride).default({}).describe("Changes to single rules, by rule id."),
    waivers: z.array(waiver).default([]).describe("Events that are accepted without approval, for a limited time."),
    controllers: z
      .record(text, controller)
      .default({})
      .describe("What is known about ingress classes and gateway classes, by class name."),
    views: z.array(view).default([]).describe("The clusters, and which files each of them receives."),
    approvals: approvals.prefault({}).describe("How approvals are counted."),
  })
  .describe("Policy of gatewarden, read from .github/gatewarden.yaml on the base branch.");

export type PolicyFile = z.output<typeof policyFileSchema>;

function oneOrMore<T extends z.ZodType>(item: T) {
  return z.union([item, z.array(item).min(1, "must name at least one")]);
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00.000Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
