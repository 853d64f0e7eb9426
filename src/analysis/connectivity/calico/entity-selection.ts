import type { FieldPath, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject, asText } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import { anyLabels } from "../label-box.ts";
import { everyPeer, joinedPeers, podsOnly } from "../peer-algebra.ts";
import { oneOf, unknownPeers } from "../peer-reading.ts";
import { type PeerSet, serviceAccountLabel } from "../peer-set.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import { type NetworkSets, selectedSets } from "./network-sets.ts";
import { podsOf, product } from "./selected-pods.ts";
import { parseSelector, type Selector } from "./selector.ts";

/** What the peers of a rule depend on besides the rule. */
export interface EntityContext {
  /** Null for a policy of the whole cluster. */
  readonly home: string | null;
  readonly sets: NetworkSets;
  readonly notes: ProblemNotes;
}

/**
 * The peers that the selectors of a rule's end select; undefined without one. In a policy of a namespace any selector limits the
 * end to that namespace, unless it has a selector of namespaces (docs.tigera.io, "Network policy", EntityRule).
 */
export function selectedEnd(entity: PlainObject, path: FieldPath, context: EntityContext): PeerSet | undefined {
  const { home, sets, notes } = context;
  const text = (field: string) => asText(entity[field]) ?? "";
  const accounts = asObject(entity.serviceAccounts ?? undefined);
  if (![text("selector"), text("namespaceSelector"), text("notSelector")].some(Boolean) && !accounts) return undefined;
  const namespaceText = text("namespaceSelector");
  if (home === null && namespaceText === "" && text("selector") === "" && !accounts) return everyPeer;
  const scope =
    namespaceText === "" ? ownNamespace(home) : notedSelector(namespaceText, [...path, "namespaceSelector"], notes);
  const selector = notedSelector(text("selector"), [...path, "selector"], notes);
  const named = accounts && accountNames(accounts, [...path, "serviceAccounts"], notes);
  if (scope === undefined || !selector || named === "unknown") return unknownPeers(`selector ${selectionText(entity)}`);
  const inScope = scope === null ? podsOf({ kind: "all" }, "pod") : podsOf(scope, "namespace");
  const wanted = podsOf(selector, "pod");
  const peers =
    inScope && wanted
      ? podsOnly(withAccounts(product(inScope, wanted), named))
      : unknownPeers(`selector ${selectionText(entity)}`);
  // No network set runs as a ServiceAccount.
  return named ? peers : joinedPeers([peers, selectedSets(sets, scope, selector)]);
}

function ownNamespace(home: string | null): Selector | null {
  return home === null ? null : { kind: "label", key: "projectcalico.org/name", values: oneOf([home]) };
}

/** A selector as its text says; undefined, and noted, if it is none. */
export function notedSelector(text: string, path: FieldPath, notes: ProblemNotes): Selector | undefined {
  const selector = parseSelector(text);
  if (!selector) notes.note(path, `has the selector \`${clipped(text)}\`, which is none`, text);
  return selector;
}

function accountNames(
  accounts: PlainObject,
  path: FieldPath,
  notes: ProblemNotes,
): readonly string[] | "unknown" | undefined {
  notes.noteOthers(accounts, ["names", "selector"], path);
  if ((asText(accounts.selector) ?? "") !== "") return "unknown";
  const names = asList(accounts.names ?? []) ?? [];
  if (names.length === 0) return undefined;
  return names.every((name) => typeof name === "string") ? (names as readonly string[]) : "unknown";
}

function withAccounts(pods: ReturnType<typeof product>, names: readonly string[] | undefined) {
  if (!names) return pods;
  return product(pods, [{ namespace: anyLabels, pod: new Map([[serviceAccountLabel, oneOf(names)]]) }]);
}

const selecting = ["selector", "namespaceSelector", "serviceAccounts"];

function selectionText(entity: PlainObject): string {
  const fields = selecting.flatMap((name) => (entity[name] === undefined ? [] : [[name, entity[name]] as const]));
  return stableText(Object.fromEntries(fields));
}
