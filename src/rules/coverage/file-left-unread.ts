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
      title: "A template without an object of a protected kind",
      events: [
        "Changed files cannot be read, and show no protected kind: `web/settings.yaml.j2` (It is a template; what it produces is not known here.)",
      ],
      diff: `
        @@ web/settings.yaml.j2
         kind: ConfigMap
         data:
        -  colour: {{ red }}
        +  colour: {{ blue }}`,
    },
    {
      title: "An unreadable file that nobody touched",
      events: [],
      diff: `
        @@ web/settings.yaml.j2
         kind: ConfigMap
         data:
           colour: {{ red }}
        @@ README.md
        -Hello.
        +Hello!`,
    },
  ],
});
