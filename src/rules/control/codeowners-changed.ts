import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const codeownersChanged = defineRule({
  id: "codeowners-changed",
  title: "The owners of files changed",
  topic: "control",
  severity: "medium",
  pci: ["6.5.4"],
  why: "Where the policy names nobody else, the owners of a file approve its effects. Whoever becomes an owner can approve from the next pull request on.",
  whatToDo: "Have a present owner confirm the new owners.",

  check(change) {
    if (change.kind !== "codeowners" || change.sameMeaning) return undefined;
    const details = change.details.length > 0 ? `: ${listed(change.details)}` : "";
    return `\`${change.file}\` ${change.what === "altered" ? "changed" : `was ${change.what}`}${details}`;
  },

  examples: [
    {
      title: "Somebody else owns the manifests",
      events: ['`.github/CODEOWNERS` changed: "/clusters/ @acme/platform" removed, "/clusters/ @mallory" added'],
      diff: `
        @@ .github/CODEOWNERS
        -/clusters/ @acme/platform
        +/clusters/ @mallory`,
    },
    {
      title: "A comment and spacing",
      events: [],
      diff: `
        @@ .github/CODEOWNERS
        +# The platform team owns the clusters.
        -/clusters/  @acme/platform
        +/clusters/ @acme/platform`,
    },
  ],
});
