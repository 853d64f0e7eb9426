import { didYouMean } from "./did-you-mean.ts";
import type { PathInFile, PlacedMessage, PolicyText } from "./policy-text.ts";

/**
 * Checks what one part of a policy says about another: names that lead nowhere would be demands that nobody sees.
 * Works on the raw value, so that it also speaks where another part of the file does not fit the schema.
 */
export function referenceProblems(text: PolicyText, knownRules: ReadonlySet<string>): PlacedMessage[] {
  const policy = map(text.data);
  const report = (path: PathInFile, message: string) => ({ ...text.placeOf(path), message });
  const unknown = (path: PathInFile, what: string, name: string, known: Iterable<string>) =>
    report(path, `${what} \`${name}\` does not exist${didYouMean(name, known)}`);

  const groups = new Set(Object.keys(map(policy.maintainers)));
  const zones = new Set(Object.keys(map(policy.zones)));
  const references: readonly (readonly [string, ReadonlySet<string>, readonly Named[]])[] = [
    ["the group of maintainers", groups, reviewsOf(policy, (review) => review.from, "from")],
    ["the zone", zones, reviewsOf(policy, (review) => map(review.when).zone, "when", "zone")],
    ["the zone", zones, zonesAmongCallers(policy)],
    ["the rule", knownRules, reviewsOf(policy, (review) => map(review.when).rule, "when", "rule")],
    [
      "the rule",
      knownRules,
      list(policy.waivers).flatMap((waiver, i) => named(map(waiver).rule, ["waivers", i, "rule"])),
    ],
  ];
  return [
    ...references.flatMap(([what, known, names]) =>
      names.flatMap(({ name, path }) => (known.has(name) ? [] : [unknown(path, what, name, known)])),
    ),
    ...Object.keys(map(policy.rules))
      .filter((rule) => !knownRules.has(rule))
      .map((rule) => ({
        ...text.placeOfKey(["rules"], rule),
        message: `the rule \`${rule}\` does not exist${didYouMean(rule, knownRules)}`,
      })),
    ...groupProblems(policy, report),
    ...zoneProblems(policy, report),
    ...repeatedViews(policy, report),
    ...impossibleCounts(policy, report),
  ];
}

type Report = (path: PathInFile, message: string) => PlacedMessage;
type Raw = Readonly<Record<string, unknown>>;
interface Named {
  readonly name: string;
  readonly path: PathInFile;
}

function groupProblems(policy: Raw, report: Report): PlacedMessage[] {
  const named = Object.entries(map(policy.maintainers)).map(([name, group]) => [["maintainers", name], group] as const);
  const emergency = map(policy.approvals).emergency;
  const all = emergency === undefined ? named : [...named, [["approvals", "emergency"], emergency] as const];
  return all
    .filter(([, group]) => isMap(group) && isEmptyGroup(group))
    .map(([path]) => report(path, `the group \`${path[1]}\` is empty: nobody could approve for it`));
}

function isEmptyGroup({ teams, users, codeowners }: Raw): boolean {
  return list(teams).length === 0 && list(users).length === 0 && codeowners !== true && isList(teams) && isList(users);
}

function zoneProblems(policy: Raw, report: Report): PlacedMessage[] {
  return Object.entries(map(policy.zones))
    .filter(([, zone]) => isMap(zone))
    .filter(([, zone]) =>
      ["namespaces", "labels", "hosts", "paths"].every(
        (key) => isList(map(zone)[key]) && list(map(zone)[key]).length === 0,
      ),
    )
    .map(([name]) => report(["zones", name], `the zone \`${name}\` holds no namespaces, labels, hosts or paths`));
}

/** The zones that a zone lists as callers. A pattern may stand for zones that are still to come. */
function zonesAmongCallers(policy: Raw): Named[] {
  return Object.entries(map(policy.zones)).flatMap(([zone, members]) =>
    named(map(members).callers, ["zones", zone, "callers"])
      .filter(({ name }) => name.startsWith("zone:") && !name.includes("*"))
      .map(({ name, path }) => ({ name: name.slice("zone:".length), path })),
  );
}

function repeatedViews(policy: Raw, report: Report): PlacedMessage[] {
  const names = list(policy.views).map((view) => map(view).name);
  return names.flatMap((name, index) =>
    typeof name === "string" && names.indexOf(name) < index
      ? [report(["views", index, "name"], `the view \`${name}\` is defined twice`)]
      : [],
  );
}

/** An entry that asks for more people than its groups name can never be satisfied. Teams are not counted: they change. */
function impossibleCounts(policy: Raw, report: Report): PlacedMessage[] {
  return list(policy.reviews).flatMap((review, index) => {
    const { from, approvals } = map(review);
    const groups = list(from).map((name) => map(map(policy.maintainers)[String(name)]));
    if (groups.length === 0 || groups.some((group) => list(group.teams).length > 0 || group.codeowners === true))
      return [];
    const people = new Set(groups.flatMap((group) => list(group.users)).map((user) => String(user).toLowerCase()));
    if (people.size === 0 || typeof approvals !== "number" || approvals <= people.size) return [];
    return [
      report(["reviews", index, "approvals"], `${approvals} approvals cannot come from ${people.size} named people`),
    ];
  });
}

function reviewsOf(policy: Raw, names: (review: Raw) => unknown, ...path: readonly string[]): Named[] {
  return list(policy.reviews).flatMap((review, index) => named(names(map(review)), ["reviews", index, ...path]));
}

/** One name or a list of names, each with its place. */
function named(value: unknown, path: PathInFile): Named[] {
  if (typeof value === "string") return [{ name: value, path }];
  return list(value).flatMap((name, index) => (typeof name === "string" ? [{ name, path: [...path, index] }] : []));
}

function map(value: unknown): Raw {
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A wrong type is the schema's to report. */
function isList(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}
