import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const policyChanged = defineRule({
  id: "policy-changed",
  title: "The policy of gatewarden changed",
  topic: "control",
  severity: "high",
  pci: ["1.2.1", "6.5.1", "6.5.4"],
  why: "The policy says who has to approve what. This pull request is still judged by the present one, but every later one will be judged by the new one.",
  whatToDo:
    "Have the people who answer for the policy approve the change, and read it as a change of everybody's rights.",

  check(change) {
    if (change.kind !== "policy" || change.what === "removed" || change.sameMeaning) return undefined;
    const details = change.details.length > 0 ? `: ${listed(change.details)}` : "";
    return `\`${change.file}\` ${change.what === "added" ? "was added" : "changed"}${details}`;
  },

  examples: [
    {
      title: "Fewer approvals are asked for",
      events: ["`.github/gatewarden.yaml` changed: `reviews[0].approvals`: 2 → 1"],
      diff: `
        @@ .github/gatewarden.yaml
         version: 1
         reviews:
           - when: { theme: access }
        -    approvals: 2
        +    approvals: 1
             from: [security]`,
    },
    {
      title: "A policy is added",
      events: ["`.github/gatewarden.yaml` was added: `version` added: 1"],
      diff: `
        @@ .github/gatewarden.yaml
        +version: 1`,
    },
    {
      title: "Only a comment",
      events: [],
      diff: `
        @@ .github/gatewarden.yaml
        +# Ask the security team before changing this file.
         version: 1`,
    },
  ],
});
