import { defineRule } from "../rule.ts";

export const ruleFailed = defineRule({
  id: "rule-failed",
  title: "A rule could not judge a change",
  topic: "coverage",
  severity: "high",
  pci: ["10.7.2"],
  why: "A rule of gatewarden stopped with an error. What it would have said about the change is unknown, so a person has to look.",
  whatToDo: "Review the change by hand, and report the error with the manifests that cause it.",

  check(change) {
    if (change.kind !== "rule-failure") return undefined;
    const { kind, namespace, name } = change.resource;
    return `The rule ${change.rule} failed on ${kind} \`${namespace === null ? name : `${namespace}/${name}`}\`: ${change.detail}`;
  },

  // No diff causes it: it takes a mistake in a rule. See find-security-events.test.ts.
  examples: [],
});
