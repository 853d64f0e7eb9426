import type { Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf } from "../plain-items.ts";

/** What a request must look like to be answered by a route, gathered along the includes that lead to it. */
export interface Conditions {
  readonly prefix: string;
  /** Only the route itself may ask for an exact path or one that an expression matches. */
  readonly last: { readonly kind: "exact" | "opaque"; readonly text: string } | undefined;
  /** See `Route.conditions`. */
  readonly others: readonly string[];
}

export const noConditions: Conditions = { prefix: "", last: undefined, others: [] };

/** The conditions of an include or a route below those of its parents: prefixes are joined, everything else is asked for as well. */
export function withConditions(parent: Conditions, value: Plain | undefined): Conditions {
  const list = itemsOf(value, []).map((item) => item.value);
  const first = (name: string) => list.map((one) => asText(one[name])).find((text) => text !== undefined);
  const [exact, regex] = [first("exact"), first("regex")];
  const others = list.flatMap((one) => [
    ...matchText("header", asObject(one.header), true),
    ...matchText("query", asObject(one.queryParameter), false),
  ]);
  return {
    prefix: parent.prefix + (first("prefix") ?? ""),
    last:
      exact !== undefined
        ? { kind: "exact", text: exact }
        : regex === undefined
          ? parent.last
          : { kind: "opaque", text: regex },
    others: [...new Set([...parent.others, ...others])].sort(),
  };
}

/** A prefix is one of characters; slashes that meet where prefixes are joined count once. */
export function pathOf({ prefix, last }: Conditions): PathPattern {
  const joined = (prefix + (last?.text ?? "")).replace(/\/{2,}/g, "/");
  if (last) return pathPattern(last.kind, joined);
  return pathPattern("characters", joined);
}

function matchText(word: string, match: PlainObject | undefined, caseless: boolean): string[] {
  const name = asText(match?.name);
  if (!match || name === undefined) return [];
  const subject = `${word} ${caseless ? name.toLowerCase() : name}`;
  const ignoring = match.ignoreCase === true ? " (any case)" : "";
  const forms: readonly (readonly [string, (text: string) => string])[] = [
    ["exact", (text) => `${subject}: ${text}${ignoring}`],
    ["notexact", (text) => `not ${subject}: ${text}${ignoring}`],
    ["contains", (text) => `${subject}: *${text}*${ignoring}`],
    ["notcontains", (text) => `not ${subject}: *${text}*${ignoring}`],
    ["prefix", (text) => `${subject}: ${text}*${ignoring}`],
    ["suffix", (text) => `${subject}: *${text}${ignoring}`],
    ["regex", (text) => `${subject}: ~${text}`],
  ];
  const texts = forms.flatMap(([key, show]) => {
    const text = asText(match[key]);
    return text === undefined ? [] : [show(text)];
  });
  if (match.present === true) texts.push(subject);
  if (match.notpresent === true) texts.push(`not ${subject}`);
  return texts;
}
