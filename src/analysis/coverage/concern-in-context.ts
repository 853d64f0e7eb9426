import type { FieldPath, Plain, PlainObject } from "../../kubernetes/resource.ts";
import { type Difference, type Enclosing, isPlainList, isPlainObject, own } from "../plain-differences.ts";
import type { Concern } from "./concern.ts";
import { wordsOf } from "./concern-of-difference.ts";

/** What is known about the chart, release or kustomization that the key is an input of. */
export interface Producer {
  /** It does not exist any more: what the key asked for goes away with it. */
  readonly isGone: boolean;
  /** Another values file or an overlay may say something else about the same key. */
  readonly mayBeOverridden: boolean;
  /** Whether the same input ran something as this service account before. */
  readonly usesAccount: (name: string) => boolean;
}

/**
 * What a key that concerns routing or access does, given what stands around it: a key below a switch that is off does
 * nothing, and what is switched off or taken out publishes and grants no more. Whatever may protect something stays as
 * loud as it is, because taking a protection away opens.
 */
export function concernInContext(concern: Concern, difference: Difference, producer: Producer): Concern {
  if (concern !== "routing" && concern !== "access") return concern;
  if (hasNoEffect(difference, producer)) return "other";
  if (protects(difference.path)) return concern;
  return isWithdrawn(difference, producer) ? "withdrawn" : concern;
}

/** Keys that restrict who reaches something, perhaps something else than what they stand beside. */
export function protects(path: FieldPath): boolean {
  return protective.test(textOf(path));
}

export const protective =
  / (network ?polic(y|ies)|networkpolic(y|ies)|authorization polic(y|ies)|peer authentication|middlewares?|auth|authn|authz|authenticat\w+|authoriz\w+|oauth\d?|oidc|sso|saml|authelia|authentik|white ?list\w*|allow ?list\w*|deny ?list\w*|block ?list\w*|source ranges?|cidrs?|waf|mod ?security|limit \w+|rate ?limit\w*|mtls|snippets?|acl|firewall) /;
const exposing =
  / (ingress(es)?|routes?|http ?routes?|grpc ?routes?|tls ?routes?|tcp ?routes?|udp ?routes?|gateways?|virtual ?services?|load ?balancers?|expose\w*|exposure|tailscale|tunnel) /;
const granting = / (rbac|cluster ?roles?|role ?bindings?|cluster ?role ?bindings?|cluster ?admin) /;

function hasNoEffect(difference: Difference, producer: Producer): boolean {
  const { path, before, after, around = [] } = difference;
  if (isAccountDetail(path) || isUsualAccount(difference, producer)) return true;
  if (isServiceType(path) && (before ?? "ClusterIP") === "ClusterIP" && (after ?? "ClusterIP") === "ClusterIP")
    return before === undefined || producer.isGone;
  if (path.at(-1) === "nodePort" && isClusterIp(around.at(-1))) return true;
  if (isSwitch(path) && after === false && before === undefined && !protects(path)) return true;
  if (before === false && after === undefined && producer.isGone) return true;
  return isSwitchedOff(difference, producer);
}

/** Kubernetes takes a node port only for the types that have one. */
function isClusterIp(service: Enclosing | undefined): boolean {
  return [service?.before, service?.after].every(
    (side) => side === undefined || (isPlainObject(side) && own(side, "type") === "ClusterIP"),
  );
}

/** A key below `enabled: false`, on each side where it exists; where another file may switch it on, only if it is new or gone. */
function isSwitchedOff({ path, around = [] }: Difference, { mayBeOverridden }: Producer): boolean {
  return around.some(({ key, before, after }, depth) => {
    const name = String(around[depth - 1]?.key ?? "");
    if (/^(enabled?|create)$/.test(String(key)) && depth === path.length - 1) return false;
    const sides = [before, after].filter((side) => side !== undefined);
    if (!sides.every((side) => isOff(side, name))) return false;
    return sides.length === 1 || !mayBeOverridden;
  });
}

function isOff(side: Plain, name: string): boolean {
  if (!isPlainObject(side)) return false;
  // An account that is not created here is still used, if it is named.
  const isAccount = / service ?accounts? /.test(textOf([name]));
  return !isAccount && (own(side, "enabled") === false || own(side, "create") === false);
}

function isWithdrawn(difference: Difference, producer: Producer): boolean {
  const { path, before, after } = difference;
  if (producer.isGone && after === undefined) return true;
  if (isSwitch(path) && before === true && after === false) return true;
  if (isServiceType(path) && after === "ClusterIP" && (before === "LoadBalancer" || before === "NodePort")) return true;
  if (path.at(-1) === "automountServiceAccountToken" && before === true && after === false) return true;
  return after === undefined && (standsInRemovedRoute(difference) || isOneHostLess(difference));
}

/** `ingress.enabled`, `rbac.create`, `exposeHost`: what turns exposure or grants on and off as a whole. */
function isSwitch(path: FieldPath): boolean {
  const last = path.at(-1);
  const flag = /^(enabled?|create)$/.test(String(last));
  const about = textOf(flag ? path.slice(-2, -1) : [last ?? ""]);
  return exposing.test(about) || granting.test(about) || (flag && exposing.test(textOf(path.slice(0, -1))));
}

/** A mapping such as `ingress` that was on and whose key is gone: charts publish nothing unless they are told to. */
function standsInRemovedRoute({ around = [] }: Difference): boolean {
  return around.some(({ before, after }, depth) => {
    const key = around[depth - 1]?.key ?? "";
    if (after !== undefined || !isPlainObject(before) || !exposing.test(textOf([key]))) return false;
    return (
      own(before, "enabled") === true ||
      Object.values(before).some((one) => isPlainObject(one) && own(one, "enabled") === true)
    );
  });
}

/** One of several hosts, where none of those that remain could stand in for it. */
function isOneHostLess({ around = [] }: Difference): boolean {
  return around.some(({ key, after }, depth) => {
    const list = around[depth - 1]?.key;
    if (typeof key !== "number" || (list !== "hosts" && list !== "hostnames") || !isPlainList(after)) return false;
    if (around.some(({ key: one }) => one === "tls")) return false;
    const isRemoved = depth === around.length - 1 || around[depth + 1]?.after === undefined;
    return isRemoved && after.length > 0 && !JSON.stringify(after).includes("*");
  });
}

function isServiceType(path: FieldPath): boolean {
  return path.at(-1) === "type" && / services? /.test(textOf(path));
}

/** Pull secrets and projected tokens of a service account say nothing about what the account may do. */
function isAccountDetail(path: FieldPath): boolean {
  return path.some((step) => /^(imagePullSecrets|serviceAccountToken)$/.test(String(step)));
}

/**
 * A workload that runs as another account than before is an access change. A new one that runs as the account its
 * neighbours use is none, nor is one that goes away, nor a new account of its own: it has no permissions yet.
 */
function isUsualAccount({ path, before, after, around = [] }: Difference, { usesAccount }: Producer): boolean {
  const parent = around.at(-1);
  if (!parent || !namesAccount(path)) return false;
  const absent = (value: Plain | undefined) => value === undefined || value === null || value === "";
  if (absent(before) && absent(after)) return true;
  const isNew = parent.before === undefined;
  const isGone = parent.after === undefined;
  // Without an account of its own it runs as the default one, or as the one it names.
  if (isNew && after === false) return true;
  if (isGone || (isNew && createsAccount(parent))) return true;
  return isNew && typeof after === "string" && usesAccount(after);
}

function createsAccount({ after }: Enclosing): boolean {
  return isPlainObject(after) && (own(after, "create") === true || own(after, "enabled") === true);
}

function namesAccount(path: FieldPath): boolean {
  const [last, parent] = [String(path.at(-1) ?? ""), String(path.at(-2) ?? "")];
  if (/^serviceAccount(Name)?$/.test(last)) return true;
  return /serviceAccounts?$/i.test(parent) && /^(name|create|enabled)$/.test(last);
}

/** Whether anything in a value names the account; `seen` bounds nothing, a parsed value has no cycles. */
export function namesOfAccounts(value: Plain | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  const open: { value: Plain | undefined; path: FieldPath }[] = [{ value, path: [] }];
  for (let one = open.pop(); one; one = open.pop()) {
    if (typeof one.value === "string" && namesAccount(one.path)) names.add(one.value);
    for (const [key, inner] of entriesOf(one.value)) open.push({ value: inner, path: [...one.path.slice(-1), key] });
  }
  return names;
}

function entriesOf(value: Plain | undefined): readonly (readonly [string, Plain])[] {
  if (isPlainList(value)) return value.map((item, index) => [String(index), item] as const);
  return isPlainObject(value) ? Object.entries<Plain>(value as PlainObject) : [];
}

function textOf(path: FieldPath): string {
  return ` ${path.flatMap((step) => (typeof step === "string" ? wordsOf(step) : [])).join(" ")} `;
}
