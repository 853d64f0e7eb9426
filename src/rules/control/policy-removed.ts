import { defineRule } from "../rule.ts";

export const policyRemoved = defineRule({
  id: "policy-removed",
  title: "The policy of gatewarden was removed",
  topic: "control",
  severity: "critical",
  pci: ["1.2.1", "6.5.1", "6.5.4"],
  why: "Without the file the default policy holds: designated maintainers, forbidden effects and zones are all gone.",
  whatToDo: "Keep the file. If the policy moves to the organisation's `.github` repository, merge it there first.",

  check(change) {
    if (change.kind !== "policy" || change.what !== "removed") return undefined;
    return `\`${change.file}\` was removed: the default policy will hold instead`;
  },

  examples: [
    {
      title: "The file is deleted",
      events: ["`.github/gatewarden.yaml` was removed: the default policy will hold instead"],
      diff: `
        @@ .github/gatewarden.yaml
        -version: 1`,
    },
    {
      title: "The file changes",
      events: [],
      diff: `
        @@ .github/gatewarden.yaml
         version: 1
        +zones: {}`,
    },
  ],
});
