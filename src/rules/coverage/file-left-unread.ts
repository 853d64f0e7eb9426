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
    if (change.kind !== "unread-content" || change.protectedKinds.length > 0 || change.opaque) return undefined;
    const what = change.removed ? "was removed and could not be read before" : "changed and cannot be read";
    return `\`${change.file}\` ${what}: ${change.detail}`;
  },

  examples: [
    {
      title: "A template without an object of a protected kind",
      events: [
        "`web/settings.yaml.j2` changed and cannot be read: It is a template; what it produces is not known here.",
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
