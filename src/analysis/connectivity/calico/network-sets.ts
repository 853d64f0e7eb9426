import type { Resource } from "../../../kubernetes/resource.ts";
import { asList, asText } from "../../exposure/plain-fields.ts";
import { namespaceOf } from "../namespace-of.ts";
import { joinedPeers, namesOnly, noPeer } from "../peer-algebra.ts";
import { unknownPeers } from "../peer-reading.ts";
import type { PeerSet } from "../peer-set.ts";
import type { ProblemNotes } from "../policy-problems.ts";
import { notedSpec } from "../policy-reading.ts";
import { sizeOf, type WorkBudget } from "../work-budget.ts";
import { addressPeers, blockAddresses } from "./nets.ts";
import { isSelected, type LabelLookup } from "./selected-labels.ts";
import { isNamespaceName } from "./selected-pods.ts";
import type { Selector } from "./selector.ts";

/** Addresses that rules select by labels: a NetworkSet or GlobalNetworkSet. */
export interface NetworkSet {
  readonly name: string;
  /** Null for a GlobalNetworkSet. */
  readonly namespace: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly peers: PeerSet;
}

export interface NetworkSets {
  readonly sets: readonly NetworkSet[];
  readonly budget: WorkBudget;
}

const tooMany = unknownPeers("network sets of more rules than can be told apart");

export function readNetworkSet(resource: Resource, notes: ProblemNotes): NetworkSet {
  const spec = notedSpec(resource, ["nets", "allowedEgressDomains"], notes);
  const nets = blockAddresses(spec.nets ?? [], ["spec", "nets"], notes);
  const domains = asList(spec.allowedEgressDomains ?? []) ?? [];
  const names = domains.flatMap((name) => asText(name)?.toLowerCase() ?? []);
  return {
    name: resource.name,
    namespace: resource.kind === "NetworkSet" ? namespaceOf(resource) : null,
    labels: resource.labels,
    peers: joinedPeers([addressPeers(nets), namesOnly(names.map((name) => `name:${name}`))]),
  };
}

/** What the network sets that two selectors select have: one of their namespace, null for any or none, and one of their labels. */
export function selectedSets({ sets, budget }: NetworkSets, scope: Selector | null, selector: Selector): PeerSet {
  if (!budget.take(sets.length)) return tooMany;
  return joinedPeers(
    sets.map((set) => {
      const isGlobal = set.namespace === null;
      const inScope = scope === null || isSelected(scope, isGlobal, namespaceLabel(set));
      const isWanted = isSelected(selector, isGlobal, ownLabel(set));
      if (inScope === false || isWanted === false) return noPeer;
      if (!budget.take(sizeOf(set.peers))) return tooMany;
      return inScope && isWanted ? set.peers : unknownPeers(`network set ${set.namespace ?? ""}/${set.name}`);
    }),
  );
}

/** Of a namespace only the name is known here. */
function namespaceLabel({ namespace }: NetworkSet): LabelLookup {
  return (key) => {
    if (namespace === null) return { value: undefined };
    return isNamespaceName(key) ? { value: namespace } : undefined;
  };
}

function ownLabel(set: NetworkSet): LabelLookup {
  return (key) => {
    if (key === "projectcalico.org/namespace") return { value: set.namespace ?? undefined };
    if (key.startsWith("pcns.")) return namespaceLabel(set)(key.slice("pcns.".length));
    return { value: Object.hasOwn(set.labels, key) ? set.labels[key] : undefined };
  };
}
