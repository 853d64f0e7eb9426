import type { View } from "../../kubernetes/desired-state.ts";
import { type Plain, type Resource, refOf } from "../../kubernetes/resource.ts";
import { listed } from "../access/grant-lines.ts";
import { groupBy } from "../access/group-by.ts";
import { isReadable } from "../access/principal.ts";
import type { AccountPowers, Power } from "./account-power.ts";
import { type CloudIdentity, identitiesByAccount, plainIdentities, sayIdentity } from "./cloud-identity.ts";
import { accountObject } from "./objects-by-name.ts";
import { objectKey, type Pair, placesOf } from "./pairs.ts";
import { type AccountName, type Pods, podsIn } from "./pod.ts";
import { type PrivilegeChange, privilegeChange } from "./privilege-change.ts";
import { named } from "./say-object.ts";
import { sayPower } from "./say-power.ts";
import { mayBeSame } from "./workloads-of.ts";

/** Workloads that run as another account than before, or as one that was there before them. */
export function workloadAccountChanges(
  pairs: readonly Pair[],
  view: View,
  powers: AccountPowers,
): readonly PrivilegeChange[] {
  const moves = pairs.flatMap((pair) => moveOf(pair) ?? []);
  // A workload under another name or of another kind gains nothing by that.
  const left = new Set(moves.flatMap(({ before, after }) => (before && !after ? [keyOf(before.account)] : [])));
  const gaining = moves.filter(({ before, after }) => {
    if (!after) return false;
    return before ? !mayBeSame(before.account, after.account) : !left.has(keyOf(after.account));
  });
  const assessed = gaining.flatMap((move) => assess(move, view, powers) ?? []);
  // Many jobs that change alike are one change.
  const groups = groupBy(assessed, ({ alike }) => alike);
  return [...groups.values()].map((group) => changeOf(group as [Assessed, ...Assessed[]], view.name));
}

interface Move {
  readonly pair: Pair;
  readonly before: Pods | undefined;
  readonly after: Pods | undefined;
}

function moveOf(pair: Pair): Move | undefined {
  const before = pair.before && podsIn(pair.before);
  const after = pair.after && podsIn(pair.after);
  return before || after ? { pair, before, after } : undefined;
}

interface Assessed {
  readonly move: Move;
  readonly resource: Resource;
  readonly from: AccountName | undefined;
  readonly to: AccountName;
  readonly power: Power;
  readonly gainedIdentities: readonly CloudIdentity[];
  readonly standing: "gains" | "unseen" | "loses" | "same";
  readonly alike: string;
}

function assess(move: Move, view: View, powers: AccountPowers): Assessed | undefined {
  const { pair, before, after } = move;
  if (!after || !pair.after) return undefined;
  const from = before?.account;
  const to = after.account;
  const power = powers.gained(from, to);
  const gainedIdentities = identitiesGained(before, after, view);
  const standing = standingOf(from, to, { power, gainedIdentities }, view, powers);
  const isQuiet = standing === "same" || standing === "loses";
  // A manifest that comes to name its namespace names no other account by that.
  const isOtherAccount = from !== undefined && (from.name !== to.name || (from.namespace && to.namespace));
  if (isQuiet && !isOtherAccount) return undefined;
  // Workloads that get an account of their own each are one change; what an account gives is told of that account.
  const account = standing === "gains" ? to : { namespace: to.namespace ?? null };
  const told = [
    from ?? null,
    account,
    standing,
    power.escalations.map(({ id }) => id),
    plainIdentities(gainedIdentities),
  ];
  const alike = JSON.stringify(told);
  return { move, resource: pair.after, from, to, power, gainedIdentities, standing, alike };
}

function standingOf(
  from: AccountName | undefined,
  to: AccountName,
  { power, gainedIdentities }: Pick<Assessed, "power" | "gainedIdentities">,
  view: View,
  powers: AccountPowers,
): Assessed["standing"] {
  if (power.items.length > 0 || gainedIdentities.length > 0) return "gains";
  const isDeclared = accountObject(view.after, to) !== undefined || to.name === "default";
  if (!isReadable(to.name) || !(isDeclared || powers.isBound(to, "after"))) return "unseen";
  return from && powers.isBound(from, "before") && powers.gained(to, from).items.length > 0 ? "loses" : "same";
}

/** Those that the new account had before; one that it was given only now is told of the account. */
function identitiesGained(before: Pods | undefined, after: Pods, view: View): readonly CloudIdentity[] {
  const known = new Set((before ? identitiesByAccount(before, view.before) : []).map(textOf));
  const existing = new Set(identitiesByAccount(after, view.before).map(textOf));
  return identitiesByAccount(after, view.after).filter((one) => existing.has(textOf(one)) && !known.has(textOf(one)));
}

function textOf({ key, value }: CloudIdentity): string {
  return JSON.stringify([key, value]);
}

const directions = { gains: "widened", unseen: "unknown", loses: "narrowed", same: "neutral" } as const;

function changeOf(group: readonly [Assessed, ...Assessed[]], view: string): PrivilegeChange {
  const [first] = group;
  const { from, standing, power, gainedIdentities, resource } = first;
  const shared = {
    kind: "workload-account",
    from: from ? keyOf(from) : null,
    powers: power.escalations.map(({ id }) => id),
    cloud: plainIdentities(gainedIdentities),
  };
  const workloads = group.map((one) => one.resource);
  const accounts = accountsOf(group);
  const to = accounts.length === 1 ? (accounts[0] ?? null) : accounts;
  const parts = group.map((one): Plain => ({ ...shared, to: keyOf(one.to), workload: objectKey(one.resource) }));
  return privilegeChange(view, resource, {
    kind: "workload-account",
    direction: directions[standing],
    weight: weightOf(first),
    sentence: sentenceOf(group),
    workloads: workloads.map(refOf),
    effect: { ...shared, to, workloads: workloads.map(objectKey).sort() },
    parts,
    before: from ? keyOf(from) : null,
    after: to,
    because: group.flatMap(({ move }) => placesOf(move.pair, accountPath(move.after ?? move.before))),
  });
}

function accountsOf(group: readonly Assessed[]): readonly string[] {
  return [...new Set(group.map(({ to }) => keyOf(to)))].sort();
}

function keyOf({ namespace, name }: AccountName): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function accountPath(pods: Pods | undefined) {
  const spec = [...(pods?.path ?? []), "spec"];
  return [...spec, "serviceAccountName"];
}

function weightOf({ standing, power, gainedIdentities }: Assessed): string {
  if (standing !== "gains") return standing;
  const danger = power.escalations[0]?.danger;
  if (danger === "critical" || danger === "high") return danger;
  if (gainedIdentities.length > 0) return "cloud";
  if (power.items.some(({ atom }) => atom.kind === "opaque")) return "hidden";
  return danger === "medium" ? danger : "harmless";
}

function sentenceOf(group: readonly [Assessed, ...Assessed[]]): string {
  const [{ from, standing, power, gainedIdentities }] = group;
  const runs = group.length === 1 ? "runs" : "run";
  const accounts = accountsOf(group).map((key) => `\`${key}\``);
  const as = `ServiceAccount${accounts.length === 1 ? "" : "s"} ${listed(accounts, 4)}`;
  const now = `${listed(
    group.map(({ resource }) => named(resource)),
    4,
  )} now ${runs} as ${as}`;
  const before = from ? `, no longer as \`${keyOf(from)}\`` : "";
  if (standing === "unseen") return `${now}, of which nothing here tells what it may do`;
  if (standing !== "gains") return now + before;
  const can = sayPower(power);
  const acts = gainedIdentities.length > 0 ? listed(gainedIdentities.map(sayIdentity), 2) : undefined;
  const said = [...(can ? [`can ${can}`] : []), ...(acts ? [`acts in the cloud as ${acts}`] : [])];
  return `${now}, which ${said.join(", and ")}`;
}
