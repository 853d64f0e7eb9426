import { defineControl } from "../control.ts";

/** Free-form proxy configuration: where it stands and what it says. It can switch off any other control. */
export type Snippet = readonly { readonly annotation: string; readonly text: string }[];

export const snippet = defineControl<"snippet", Snippet>({
  name: "snippet",
  none: [],
  compare(before, after) {
    const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
    const gained = [...is].some((key) => !was.has(key));
    const lost = [...was].some((key) => !is.has(key));
    if (gained && lost) return "incomparable";
    return gained ? "weaker" : lost ? "stronger" : "equal";
  },
  show: (snippets) => [...new Set(snippets.map((entry) => entry.annotation))].join(", ") || "none",
});

function keyOf(entry: Snippet[number]): string {
  return `${entry.annotation}\n${entry.text}`;
}
