import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const gateWorkflowChanged = defineRule({
  id: "gate-workflow-changed",
  title: "The workflow that runs gatewarden changed",
  topic: "control",
  severity: "medium",
  pci: ["6.5.1", "10.7.2"],
  why: "A workflow decides when gatewarden runs, with which version and whether its answer counts. A change can switch the gate off without touching the policy.",
  whatToDo: "Check that the workflow still runs on every pull request and still fails when gatewarden does.",

  check(change) {
    if (change.kind !== "gate-workflow" || change.sameMeaning) return undefined;
    const details = change.details.length > 0 ? `: ${listed(change.details)}` : "";
    return `\`${change.file}\` ${change.what === "altered" ? "changed" : `was ${change.what}`}${details}`;
  },

  examples: [
    {
      title: "The gate's failure is ignored",
      events: ["`.github/workflows/gate.yml` changed: `jobs.gate.continue-on-error` added: true"],
      diff: `
        @@ .github/workflows/gate.yml
         on: pull_request
         jobs:
           gate:
        +    continue-on-error: true
             steps:
               - run: npx gatewarden review`,
    },
    {
      title: "Another workflow",
      events: [],
      diff: `
        @@ .github/workflows/test.yml
         on: pull_request
         jobs:
           test:
        +    continue-on-error: true
             steps:
               - run: npm test`,
    },
  ],
});
