import { defineRule } from "../rule.ts";

export const controlFileReworded = defineRule({
  id: "control-file-reworded",
  title: "Comments or spelling of a control file changed",
  topic: "control",
  severity: "info",
  pci: [],
  why: "The policy, the owners or the gate's workflow say the same as before in other words.",
  whatToDo: "Nothing: this is evidence for the record.",

  check(change) {
    if (!change.sameMeaning) return undefined;
    return `\`${change.file}\` changed in comments or spelling only`;
  },

  examples: [
    {
      title: "A comment is added to the policy",
      events: ["`.github/gatewarden.yaml` changed in comments or spelling only"],
      diff: `
        @@ .github/gatewarden.yaml
        +# Ask the security team before changing this file.
         version: 1`,
    },
    {
      title: "An approval less",
      events: [],
      diff: `
        @@ .github/gatewarden.yaml
         reviews:
        -  - { approvals: 2 }
        +  - { approvals: 1 }`,
    },
  ],
});
