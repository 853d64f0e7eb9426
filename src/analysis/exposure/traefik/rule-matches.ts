import { type AddressSet, cidrsOf, everyAddress, parseAddresses, without } from "../address-set.ts";
import { grouped } from "../grouped.ts";
import type { HostPattern } from "../host-pattern.ts";
import type { PathPattern } from "../path-pattern.ts";
import type { RuleExpression } from "./rule-syntax.ts";
import { hostOf, pathOf, type Term, termsOf } from "./rule-terms.ts";

/** The requests of one alternative of a rule. */
export interface RuleMatch {
  readonly host: HostPattern;
  readonly path: PathPattern;
  /** Sorted, in the words of `Route.conditions`. */
  readonly conditions: readonly string[];
  /** The CIDR blocks that `ClientIP` leaves, undefined where it stands nowhere. */
  readonly addresses: readonly string[] | undefined;
}

/** A rule may multiply out to more alternatives than anybody wrote. */
const mostMatches = 500;

/** One match per alternative of a rule, without those that no request can fulfil; undefined if they are too many. */
export function ruleMatches(rule: RuleExpression): readonly RuleMatch[] | undefined {
  const ways = alternativesOf(rule, false);
  if (!ways) return undefined;
  const same = grouped(
    ways.flatMap((terms) => partsOf(terms) ?? []),
    ({ host, path, conditions }) => JSON.stringify([host, path, conditions]),
  );
  return [...same.values()].flatMap((parts) => joined(parts) ?? []);
}

type Part = Omit<RuleMatch, "addresses"> & { readonly addresses: AddressSet | undefined };

/** Alternatives that differ only in their addresses are one for all of these; none at all if no address is left. */
function joined(parts: readonly Part[]): RuleMatch | undefined {
  const [first] = parts;
  if (!first) return undefined;
  const { host, path, conditions } = first;
  const sets = parts.flatMap(({ addresses }) => (addresses ? [cidrsOf(addresses)] : []));
  if (sets.length < parts.length) return { host, path, conditions, addresses: undefined };
  const blocks = cidrsOf(parseAddresses(sets.flat()) ?? everyAddress);
  if (blocks.length === 0) return undefined;
  return {
    host,
    path,
    conditions: [...conditions, `client address in ${blocks.join(",")}`].sort(),
    addresses: blocks,
  };
}

// The disjunctive form, with negations moved to the matchers.
function alternativesOf(rule: RuleExpression, negated: boolean): readonly (readonly Term[])[] | undefined {
  if (rule.kind === "not") return alternativesOf(rule.part, !negated);
  if (rule.kind === "matcher") {
    const terms = termsOf(rule.name, rule.values, negated);
    return negated ? [terms] : terms.map((term) => [term]);
  }
  const every = (rule.kind === "and") !== negated;
  let ways: readonly (readonly Term[])[] = every ? [[]] : [];
  for (const part of rule.parts) {
    const more = alternativesOf(part, negated);
    if (!more) return undefined;
    if (every && ways.length * more.length > mostMatches) return undefined;
    ways = every ? ways.flatMap((way) => more.map((one) => [...way, ...one])) : [...ways, ...more];
    if (ways.length > mostMatches) return undefined;
  }
  return ways;
}

function partsOf(terms: readonly Term[]): Part | undefined {
  const hosts = hostOf(terms);
  const paths = pathOf(terms);
  if (!hosts || !paths) return undefined;
  const lists = terms.flatMap((term) => (term.kind === "addresses" ? [term] : []));
  const readable = lists.filter(({ blocks }) => parseAddresses(blocks) !== undefined);
  const unreadable = lists.filter((list) => !readable.includes(list));
  const conditions = [
    ...terms.flatMap((term) => (term.kind === "condition" ? [term.text] : [])),
    ...unreadable.map(({ blocks, negated }) => `${negated ? "not " : ""}client address in ${blocks.join(",")}`),
    ...hosts.conditions,
    ...paths.conditions,
  ];
  if (methodsOf(conditions).length > 1) return undefined;
  return {
    host: hosts.host,
    path: paths.path,
    conditions: [...new Set(conditions)].sort(),
    addresses: readable.length === 0 ? undefined : readable.reduce(kept, everyAddress),
  };
}

function kept(rest: AddressSet, { blocks, negated }: Extract<Term, { kind: "addresses" }>): AddressSet {
  const set = parseAddresses(blocks) ?? everyAddress;
  return without(rest, negated ? set : without(everyAddress, set));
}

// One request has one method.
function methodsOf(conditions: readonly string[]): readonly string[] {
  return [...new Set(conditions.filter((text) => text.startsWith("method ")))];
}
