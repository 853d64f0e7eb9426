import { defineControl } from "../control.ts";
import {
  type Directive,
  disablesControl,
  nginxDirectives,
  showDirective,
} from "../ingress-nginx/snippet-directives.ts";

/** Free-form proxy configuration: where it stands and what it says. It can switch off any other control. */
export type Snippet = readonly { readonly annotation: string; readonly text: string }[];

export const snippet = defineControl<"snippet", Snippet>({
  name: "snippet",
  none: [],
  compare(before, after) {
    const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
    const gained = [...is].some((key) => !was.has(key));
    const lost = [...was].some((key) => !is.has(key));
    if (!gained && !lost) return "equal";
    // What switches off another control is a loss, whatever else changed.
    const [opens, closes] = [newlyDisabled(before, after).length > 0, newlyDisabled(after, before).length > 0];
    if (opens) return closes ? "incomparable" : "weaker";
    if (!lost) return "weaker";
    return isHarmlessLoss(before, after) && (!gained || (closes && isPartOf(after, before)))
      ? "stronger"
      : "incomparable";
  },
  show: (snippets) => [...new Set(snippets.map((entry) => entry.annotation))].join(", ") || "none",
});

/** Where free-form configuration stands, to end a sentence about an object; nothing where that is the object itself. */
export function placeOf(snippets: Snippet, named: string): string {
  const place = snippet.show(snippets);
  return named.replaceAll("`", "") === place ? "" : `: ${place}`;
}

/** The directives of `after` that switch off another control and that `before` did not have, as a reader sees them. */
export function newlyDisabled(before: Snippet | null, after: Snippet): readonly string[] {
  const known = new Set(directivesIn(before ?? []).map(textOf));
  const disabling = directivesIn(after).filter(
    (directive) => disablesControl(directive) && !known.has(textOf(directive)),
  );
  return [...new Set(disabling.map(showDirective))];
}

/** Whether nothing that goes can have refused requests: it only tuned or endangered. */
function isHarmlessLoss(before: Snippet, after: Snippet): boolean {
  const kept = new Set(directivesIn(after).map(textOf));
  return directivesIn(before).every(
    (directive) => kept.has(textOf(directive)) || disablesControl(directive) || tuning.test(textOf(directive)),
  );
}

function isPartOf(inner: Snippet, outer: Snippet): boolean {
  const known = new Set(directivesIn(outer).map(textOf));
  return directivesIn(inner).every((directive) => known.has(textOf(directive)) || tuning.test(textOf(directive)));
}

function directivesIn(snippets: Snippet): readonly Directive[] {
  return snippets.flatMap(({ text }) => nginxDirectives(text));
}

const textOf = ({ words }: Directive) => words.join(" ");

// Such directives only shape answers or limits of transport; any other may have been what refused requests.
const tuning =
  /^(more_(set|clear)_headers|add_header|gzip\w*|proxy_(read|send|connect)_timeout|proxy_buffer\w*|client_(max_body_size|body_\w+))\s[^{}]*$/;

function keyOf(entry: Snippet[number]): string {
  return `${entry.annotation}\n${entry.text}`;
}
