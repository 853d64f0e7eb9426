import type { Demand, Verdict } from "./review-plan.ts";

/** The verdict in one line: what is missing, or why it passes. Holds untrusted names and reasons. */
export function summarize(verdict: Omit<Verdict, "summary">): string {
  const { outcome, override, problems, forbidden } = verdict;
  if (override) return `Overridden by ${override.by.login} until ${override.expiresAt}: ${oneLine(override.reason)}`;
  if (outcome === "pass") return whyItPasses(verdict);
  const [problem] = problems;
  if (problem) {
    const others = problems.length > 1 ? ` (and ${counted(problems.length - 1, "more problem")})` : "";
    return `Blocked: ${problem.file}:${problem.line}: ${oneLine(problem.message)}${others}`;
  }
  const missing = verdict.demands.filter(({ satisfied }) => !satisfied).map((demand) => missingFor(demand, verdict));
  if (forbidden.length > 0)
    return `Blocked: the policy forbids ${counted(forbidden.length, "event")}, which only a waiver can admit`;
  return `Needs ${shortList(missing)}`;
}

function whyItPasses({ demands, counted: approvals, waived }: Omit<Verdict, "summary">): string {
  const waivers = waived.length > 0 ? `, ${counted(waived.length, "event")} waived` : "";
  const events = new Set(demands.flatMap(({ eventIds }) => eventIds)).size;
  if (events === 0) return `Nothing needs approval${waivers}`;
  const people = [...new Set(approvals.map(({ person }) => person.login))];
  return `${counted(events, "event")} approved by ${people.join(", ")}${waivers}`;
}

function missingFor(demand: Demand, { rejected }: Omit<Verdict, "summary">): string {
  const objectors = rejected
    .filter(({ reason, demand: id }) => reason === "changes-requested" && id === demand.id)
    .map(({ person }) => person?.login ?? "somebody");
  const objection = objectors.length > 0 ? ` (changes requested by ${[...new Set(objectors)].join(", ")})` : "";
  return `${demand.label} for ${counted(demand.openEventIds.length, "event")}${objection}`;
}

function shortList(parts: readonly string[]): string {
  const shown = parts.slice(0, 3).join("; ");
  return parts.length > 3 ? `${shown}; and ${counted(parts.length - 3, "more requirement")}` : shown;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > 200 ? `${flat.slice(0, 199)}…` : flat;
}
