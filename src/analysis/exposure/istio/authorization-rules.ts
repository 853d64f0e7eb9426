import type { Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { cidrsOf, parseAddresses } from "../address-set.ts";
import type { AuthAtom, AuthFormula } from "../auth-formula.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { itemsOf, textsOf } from "../plain-items.ts";
import { stableText } from "../route.ts";

/**
 * The ways in that one rule of an ALLOW policy opens (security/v1beta1/authorization_policy.proto): one of its sources, one of its
 * operations and every condition. `issuers` are those of the tokens that the workload verifies.
 */
export function waysOfRule(rule: PlainObject, issuers: string): AuthFormula {
  const ways = product([
    alternatives(rule.from, "source", (value) => sourceChoices(value, issuers)),
    alternatives(rule.to, "operation", operationChoices),
    ...itemsOf(rule.when, []).map(({ value }) => conditionChoices(value, issuers)),
  ]);
  // A rule with more combinations is compared as a whole.
  return ways ?? [[{ kind: "identity", by: ruleText(rule) }]];
}

/** A rule in words, for rules that refuse and for those with too many combinations. */
export function ruleText(rule: PlainObject): string {
  const parts = [
    ...itemsOf(rule.from, []).map(({ value }) => fieldsText(asObject(value.source) ?? {})),
    ...itemsOf(rule.to, []).map(({ value }) => fieldsText(asObject(value.operation) ?? {})),
  ].sort();
  const when = itemsOf(rule.when, [])
    .map(({ value }) => `when ${fieldsText(value)}`)
    .sort();
  const text = [...parts, ...when].filter(Boolean).join("; ");
  return text === "" ? "every request" : text;
}

function fieldsText(value: PlainObject): string {
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => `${name} ${asList(list) ? [...textsOf(list)].sort().join(", ") : stableText(list)}`)
    .join(" and ");
}

type Ways = readonly (readonly AuthAtom[])[];

const mostWays = 64;

/** Every combination of one choice of each list; undefined if there are too many. */
function product(lists: readonly Ways[]): Ways | undefined {
  let ways: Ways = [[]];
  for (const list of lists) {
    if (ways.length * list.length > mostWays) return undefined;
    ways = ways.flatMap((way) => list.map((choice) => [...way, ...choice]));
  }
  return ways.map((way) => distinctAtoms(way));
}

function alternatives(value: Plain | undefined, name: string, read: (value: PlainObject) => readonly Ways[]): Ways {
  const list = itemsOf(value, []);
  if (list.length === 0) return [[]];
  return list.flatMap((item) => {
    const fields = asObject(item.value[name]) ?? {};
    return product(read(fields)) ?? [[{ kind: "identity" as const, by: fieldsText(fields) }]];
  });
}

// The fields of a source are all needed, and of each one value.
function sourceChoices(source: PlainObject, issuers: string): Ways[] {
  return fieldsOf(source).map(([name, values]) => {
    if (name === "ipBlocks") return [[addresses("peer-network", values)]];
    if (name === "remoteIpBlocks") return [[addresses("network", values)]];
    if (name === "requestPrincipals") return values.map((text) => [token(text, issuers)]);
    if (name.startsWith("not")) return [[{ kind: "identity", by: `${words(name)} ${values.join(", ")}` }]];
    return values.map((text) => [{ kind: "identity", by: `${words(name)} ${text}` }]);
  });
}

function operationChoices(operation: PlainObject): Ways[] {
  return fieldsOf(operation).map(([name, values]) =>
    name.startsWith("not")
      ? [[{ kind: "identity", by: `${words(name)} ${values.join(", ")}` }]]
      : values.map((text) => [{ kind: "identity", by: `${words(name)} ${text}` }]),
  );
}

function conditionChoices(condition: PlainObject, issuers: string): Ways {
  const key = asText(condition.key) ?? "";
  const values = sorted(condition.values);
  const not = sorted(condition.notValues);
  const refused: AuthAtom[] = not.length === 0 ? [] : [{ kind: "identity", by: `${key} other than ${not.join(", ")}` }];
  if (values.length === 0) return [refused];
  if (key === "source.ip") return [[addresses("peer-network", values), ...refused]];
  if (key === "remote.ip") return [[addresses("network", values), ...refused]];
  const atom = (text: string): AuthAtom => {
    if (key === "request.auth.principal") return token(text, issuers);
    return { kind: key.startsWith("request.auth.") ? "jwt" : "identity", by: `${key} ${text}` };
  };
  return values.map((text) => [atom(text), ...refused]);
}

// `*` is a token of anybody whom one of the issuers knows.
function token(text: string, issuers: string): AuthAtom {
  return { kind: "jwt", by: text === "*" ? issuers : text };
}

function addresses(kind: "network" | "peer-network", values: readonly string[]): AuthAtom {
  const set = parseAddresses(values);
  return { kind, by: set ? cidrsOf(set).join(",") : values.join(",") };
}

function fieldsOf(value: PlainObject): [string, readonly string[]][] {
  return Object.entries(value)
    .map(([name, list]): [string, readonly string[]] => [name, sorted(list)])
    .filter(([, values]) => values.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function sorted(value: Plain | undefined): string[] {
  return [...new Set(textsOf(value))].sort();
}

function words(name: string): string {
  const singular: Readonly<Record<string, string>> = {
    principals: "the principal",
    namespaces: "a caller in namespace",
    serviceAccounts: "the service account",
    hosts: "host",
    ports: "port",
    methods: "method",
    paths: "path",
  };
  if (Object.hasOwn(singular, name)) return singular[name] ?? name;
  return name.startsWith("not") ? `no ${name.slice(3).toLowerCase()}` : name;
}

function distinctAtoms(atoms: readonly AuthAtom[]): AuthAtom[] {
  const byText = new Map(atoms.map((atom) => [`${atom.kind} ${atom.by}`, atom]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, atom]) => atom);
}
