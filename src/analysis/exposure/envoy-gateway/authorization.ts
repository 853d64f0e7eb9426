import type { PlainObject } from "../../../kubernetes/resource.ts";
import { type AddressSet, cidrsOf, everyAddress, noAddress, parseAddresses, without } from "../address-set.ts";
import { type Auth, noAuth } from "../controls/auth.ts";
import type { SourceRange } from "../controls/source-range.ts";
import { objectsIn, plainText } from "../gateway-api/names.ts";
import { asList, asObject } from "../plain-fields.ts";
import { stableText } from "../route.ts";

interface AuthorizationReading {
  readonly sourceRange: SourceRange;
  /** What else the rules ask for. */
  readonly auth: Auth;
}

/** `authorization` of a SecurityPolicy: the first rule that matches decides, then the default action, which is to deny. */
export function readAuthorization(data: PlainObject | undefined): AuthorizationReading {
  if (!data) return { sourceRange: { kind: "every" }, auth: noAuth };
  const rules = objectsIn(data.rules);
  const open = data.defaultAction === "Allow";
  if (rules.every(hasOnlyAddresses)) return { sourceRange: rangeOf(rules, open), auth: noAuth };
  // An open default lets everybody pass whom no rule denies.
  if (open && rules.every(({ action }) => action === "Allow")) return { sourceRange: { kind: "every" }, auth: noAuth };
  if (!open && rules.every(({ action }) => action === "Allow")) {
    const ways = rules.map((rule) => waysOf(rule));
    return { sourceRange: allAddresses(rules), auth: { ...noAuth, ways } };
  }
  const by = `rules of authorization ${stableText(data)}`;
  return { sourceRange: { kind: "every" }, auth: { ...noAuth, ways: [[{ kind: "identity", by }]] } };
}

/** Which other facts than addresses a rule asks for. */
function waysOf(rule: PlainObject) {
  const { clientCIDRs, ...who } = asObject(rule.principal) ?? {};
  const { action: _action, name: _name, principal: _principal, ...what } = rule;
  const asked = { ...who, ...what };
  const addresses = blocksOf(rule);
  return [
    ...(Object.keys(asked).length > 0 ? [{ kind: "identity", by: stableText(asked) } as const] : []),
    ...(clientCIDRs === undefined ? [] : [{ kind: "network", by: addresses.join(",") } as const]),
  ];
}

function hasOnlyAddresses(rule: PlainObject): boolean {
  const { action: _action, name: _name, principal, ...rest } = rule;
  const keys = Object.keys(asObject(principal) ?? {});
  return Object.keys(rest).length === 0 && keys.length === 1 && keys[0] === "clientCIDRs";
}

function blocksOf(rule: PlainObject): string[] {
  return (asList(asObject(rule.principal)?.clientCIDRs) ?? []).map(plainText);
}

function rangeOf(rules: readonly PlainObject[], open: boolean): SourceRange {
  let rest: AddressSet = everyAddress;
  let accepted: AddressSet = noAddress;
  for (const rule of rules) {
    const named = parseAddresses(blocksOf(rule));
    if (!named) return { kind: "unreadable", text: blocksOf(rule).join(", ") };
    if (rule.action === "Allow") accepted = union(accepted, without(rest, without(rest, named)));
    rest = without(rest, named);
  }
  return rangeOfSet(open ? union(accepted, rest) : accepted);
}

// Some rules ask for more than an address: who may come at all is then the sum of the addresses.
function allAddresses(rules: readonly PlainObject[]): SourceRange {
  if (rules.some((rule) => asObject(rule.principal)?.clientCIDRs === undefined)) return { kind: "every" };
  const blocks = rules.flatMap(blocksOf);
  const named = parseAddresses(blocks);
  return named ? rangeOfSet(named) : { kind: "unreadable", text: blocks.join(", ") };
}

function union(one: AddressSet, other: AddressSet): AddressSet {
  return parseAddresses([...cidrsOf(one), ...cidrsOf(other)]) ?? noAddress;
}

function rangeOfSet(set: AddressSet): SourceRange {
  const rest = without(everyAddress, set);
  if (rest.v4.length === 0 && rest.v6.length === 0) return { kind: "every" };
  return { kind: "blocks", accepts: cidrsOf(set) };
}
