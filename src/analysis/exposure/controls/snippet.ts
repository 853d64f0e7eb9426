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
    if (lost)
      return before.every((entry) => is.has(keyOf(entry)) || isTuning(entry.text)) ? "stronger" : "incomparable";
    return gained ? "weaker" : "equal";
  },
  show: (snippets) => [...new Set(snippets.map((entry) => entry.annotation))].join(", ") || "none",
});

/** Whether every directive only shapes answers or limits of transport: any other may have been what refused requests. */
function isTuning(text: string): boolean {
  const lines = text.split(/[;\n]/).map((line) => line.trim());
  return lines.every((line) => line === "" || line.startsWith("#") || tuning.test(line));
}

const tuning =
  /^(more_(set|clear)_headers|add_header|gzip\w*|proxy_(read|send|connect)_timeout|proxy_buffer\w*|client_(max_body_size|body_\w+))\s[^{}]*$/;

function keyOf(entry: Snippet[number]): string {
  return `${entry.annotation}\n${entry.text}`;
}
