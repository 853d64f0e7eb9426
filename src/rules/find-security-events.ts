import type { AnyChange } from "../analysis/all-changes.ts";
import type { RuleFailure } from "../analysis/coverage/coverage-change.ts";
import type { Plain } from "../kubernetes/resource.ts";
import { ruleFailed } from "./coverage/rule-failed.ts";
import { type Found, mergeIntoEvents, type TouchedLines } from "./merge-into-events.ts";
import type { Finding, Rule } from "./rule.ts";

export interface FindOptions {
  /** Which lines the pull request touched: annotations go there. */
  readonly touched?: TouchedLines;
  /** Those of the topics of the changes, or more: `rulesFor` loads them. */
  readonly rules: readonly Rule[];
}

/**
 * What the changes mean for maintainers: one event per effect, severest first. Pure, and independent of the order of changes.
 * A rule that throws does not lose its change: the failure becomes an event itself.
 */
export function findSecurityEvents(changes: readonly AnyChange[], { rules, touched }: FindOptions) {
  const found = changes.flatMap((change) => findingsIn(change, rules));
  return mergeIntoEvents(found, touched);
}

/** Generic rules only speak about a change that no other rule has something to say about. */
function findingsIn(change: AnyChange, rules: readonly Rule[]): readonly Found[] {
  const ofTopic = rules.filter((rule) => rule.topic === change.topic);
  const specific = ofTopic.filter((rule) => !rule.fallback).flatMap((rule) => apply(rule, change));
  if (specific.length > 0) return specific;
  return ofTopic.filter((rule) => rule.fallback).flatMap((rule) => apply(rule, change));
}

function apply(rule: Rule, change: AnyChange): readonly Found[] {
  let findings: readonly Finding[];
  try {
    findings = asFindings(rule.check(change));
  } catch (error) {
    const failure = failureOf(rule, change, error);
    // The failure has a rule of its own; one that fails on failures is a programming mistake and may throw.
    return asFindings(ruleFailed.check(failure)).map((finding) => ({ rule: ruleFailed, change: failure, finding }));
  }
  return findings.map((finding) => ({ rule, change, finding: withOwnEffect(finding, change, findings.length) }));
}

function asFindings(result: ReturnType<Rule["check"]>): readonly Finding[] {
  if (result === undefined) return [];
  if (typeof result === "string") return [{ message: result }];
  return Array.isArray(result) ? result : [result as Finding];
}

/** Several findings in one change are several effects: without effects of their own, their messages tell them apart. */
function withOwnEffect(finding: Finding, change: AnyChange, findings: number): Finding {
  if (findings === 1 || finding.effect !== undefined) return finding;
  return { ...finding, effect: { change: change.effect, finding: finding.message } };
}

function failureOf(rule: Rule, change: AnyChange, error: unknown): RuleFailure {
  const { view, resource, because, before, after, parts } = change;
  const effect: Plain = { failed: rule.id, effect: change.effect, parts: parts ?? [] };
  const detail = error instanceof Error ? error.message : String(error);
  return {
    topic: "coverage",
    kind: "rule-failure",
    direction: "unknown",
    rule: rule.id,
    detail,
    view,
    resource,
    because,
    before,
    after,
    effect,
  };
}
