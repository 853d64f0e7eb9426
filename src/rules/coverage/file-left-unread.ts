import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const fileLeftUnread = defineRule({
  id: "file-left-unread",
  title: "A changed file cannot be read, but shows no protected kind",
  topic: "coverage",
  severity: "low",
  pci: [],
  why: "A file that cannot be read may hold anything. Its text shows no object that decides who can reach or do what.",
  whatToDo: "Make the file readable, or keep it out of the folders that are deployed.",

  check(change) {
    if (change.kind !== "unread-files") return undefined;
    const files = listed(
      change.files.map((file) => `\`${file}\``),
      5,
    );
    return `Changed files cannot be read, and show no protected kind: ${files} (${listed(change.details, 1)})`;
  },

  examples: [
    {
      title: "A manifest whose kind is filled in by nobody knows what",
      events: [
        "Changed files cannot be read, and show no protected kind: `web/settings.yaml` (It is a template, not YAML: Unexpected scalar at node end)",
      ],
      diff: `
        @@ web/settings.yaml
         kind: {{ .kind }} of {{ .group }}
         data:
        -  colour: {{ .red }}
        +  colour: {{ .blue }}`,
    },
    {
      title: "An unreadable file that nobody touched",
      events: [],
      diff: `
        @@ web/settings.yaml
         kind: {{ .kind }} of {{ .group }}
         data:
           colour: {{ .red }}
        @@ README.md
        -Hello.
        +Hello!`,
    },
  ],
});
