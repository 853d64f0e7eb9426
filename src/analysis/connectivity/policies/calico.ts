import type { Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asList, asText } from "../../exposure/plain-fields.ts";
import { type EntityContext, notedSelector } from "../calico/entity-selection.ts";
import { type NetworkSet, type NetworkSets, readNetworkSet } from "../calico/network-sets.ts";
import { readRules } from "../calico/rules.ts";
import { podsOf, product, type Side } from "../calico/selected-pods.ts";
import { type PlacedTier, placedTiers, readTier, type TierFacts, undeclaredTier } from "../calico/tiers.ts";
import { anyLabels } from "../label-box.ts";
import { namespaceOf } from "../namespace-of.ts";
import { namespaceNamed } from "../peer-reading.ts";
import type { PodSet } from "../peer-set.ts";
import { everyPod } from "../pod-algebra.ts";
import type { PolicyKind } from "../policy-kind.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import { notedSpec, readEach } from "../policy-reading.ts";
import type { DirectionRules, TrafficDirection, TrafficPolicy } from "../traffic-policy.ts";
import { workBudget } from "../work-budget.ts";

const groups = ["projectcalico.org", "crd.projectcalico.org"];
const names = ["NetworkPolicy", "GlobalNetworkPolicy", "NetworkSet", "GlobalNetworkSet", "Tier", "HostEndpoint"];

/** Policies of Calico (docs.tigera.io, "Network policy"): the first rule that matches decides, tier by tier. */
export const calico: PolicyKind = {
  id: "calico",
  kinds: groups.flatMap((group) => names.map((name) => `${group}/${name}`)),
  read: (resources) => {
    const of = (...kinds: readonly string[]) => resources.filter(({ kind }) => kinds.includes(kind));
    const sets: NetworkSet[] = [];
    const tiers: TierFacts[] = [];
    const others = [
      readEach(of("NetworkSet", "GlobalNetworkSet"), (resource, notes) =>
        nothing(sets.push(readNetworkSet(resource, notes))),
      ),
      readEach(of("Tier"), (resource, notes) => nothing(tiers.push(readTier(resource, notes)))),
      readEach(of("HostEndpoint"), noteHost),
    ];
    const places = placedTiers(tiers);
    const budget = workBudget();
    const { policies, problems } = readEach(of("NetworkPolicy", "GlobalNetworkPolicy"), (resource, notes) =>
      readPolicy(resource, places, { sets, budget }, notes),
    );
    return { policies, problems: [...others.flatMap((reading) => reading.problems), ...problems] };
  },
};

function nothing(_count: number): readonly TrafficPolicy[] {
  return [];
}

/** Policies select a host by the labels of its endpoint. */
function noteHost({ data, labels }: Resource, notes: ProblemNotes): readonly TrafficPolicy[] {
  notes.note(["spec"], "puts a host under policies, which is not judged", { spec: data.spec ?? null, labels });
  return [];
}

const fields = [
  "tier",
  "order",
  "selector",
  "serviceAccountSelector",
  "types",
  "ingress",
  "egress",
  // How fast rules are installed.
  "performanceHints",
];
const globalFields = [...fields, "namespaceSelector", "doNotTrack", "preDNAT", "applyOnForward"];

function readPolicy(
  resource: Resource,
  places: ReadonlyMap<string, PlacedTier>,
  sets: NetworkSets,
  notes: ProblemNotes,
): readonly TrafficPolicy[] {
  const isGlobal = resource.kind === "GlobalNetworkPolicy";
  const spec = notedSpec(resource, isGlobal ? globalFields : fields, notes);
  const special = ["doNotTrack", "preDNAT", "applyOnForward"].filter((name) => (spec[name] ?? false) !== false);
  for (const name of special) notes.note(["spec", name], `has \`${name}\`, which is for hosts and not judged`, spec);
  // These two are for host endpoints alone.
  if (special.some((name) => name !== "applyOnForward")) return [];
  const context: EntityContext = { home: isGlobal ? null : namespaceOf(resource), sets, notes };
  const subject = subjectOf(spec, context);
  const { tier, isolates } = tierOf(spec, places, notes);
  const types = directionsOf(spec, notes);
  const rulesOf = (direction: TrafficDirection): DirectionRules => ({
    isolates,
    rules: readRules(spec[direction] ?? [], direction, ["spec", direction], context),
    path: asList(spec.types)?.length ? ["spec", "types"] : ["spec", direction],
  });
  return [
    {
      resource,
      subject,
      subjectPath: ["spec", "selector"],
      precedence: { tier, order: orderOf(spec, notes), inSequence: true },
      ...(types.has("ingress") && { ingress: rulesOf("ingress") }),
      ...(types.has("egress") && { egress: rulesOf("egress") }),
    },
  ];
}

function subjectOf(spec: PlainObject, { home, notes }: EntityContext): PodSet {
  const selected = (field: string, side: Side): PodSet | undefined => {
    const selector = notedSelector(asText(spec[field]) ?? "", ["spec", field], notes);
    return selector && podsOf(selector, side);
  };
  const accounts = asText(spec.serviceAccountSelector) ?? "";
  const pods = selected("selector", "pod");
  const namespaces = selected("namespaceSelector", "namespace");
  const isKnown = accounts === "" || accounts.replace(/\s/g, "") === "all()";
  if (!pods || !namespaces || !isKnown) {
    notes.note(["spec", "selector"], "applies to pods that nobody here can tell", spec);
    return [];
  }
  const own: PodSet = home === null ? everyPod : [{ namespace: namespaceNamed(home), pod: anyLabels }];
  return product(product(own, namespaces), pods);
}

function tierOf(spec: PlainObject, places: ReadonlyMap<string, PlacedTier>, notes: ProblemNotes): PlacedTier {
  const name = spec.tier ?? "default";
  const place = typeof name === "string" ? places.get(name === "" ? "default" : name) : undefined;
  if (!place) notes.note(["spec", "tier"], `is in the tier \`${clipped(name)}\`, whose place is not known`, name);
  return place ?? undeclaredTier;
}

function orderOf(spec: PlainObject, notes: ProblemNotes): number {
  const order = spec.order ?? null;
  if (typeof order === "number") return order;
  if (order !== null) notes.note(["spec", "order"], `has the order \`${clipped(order)}\`, which is none`, order);
  return lastOrder;
}

/** A policy without an order comes after all others. */
const lastOrder = Number.MAX_SAFE_INTEGER;

const directionNames: ReadonlyMap<Plain, TrafficDirection> = new Map([
  ["ingress", "ingress"],
  ["egress", "egress"],
]);

/** Without types, those that have rules; without rules, incoming traffic (docs.tigera.io, "Network policy", types). */
function directionsOf(spec: PlainObject, notes: ProblemNotes): ReadonlySet<TrafficDirection> {
  const types = asList(spec.types ?? []);
  const read = types?.map((type) => directionNames.get(asText(type)?.toLowerCase() ?? null));
  if (!read || read.includes(undefined))
    notes.note(
      ["spec", "types"],
      `has the types \`${clipped(spec.types)}\`, which are not Ingress and Egress`,
      spec.types,
    );
  const explicit = (read ?? []).filter((direction) => direction !== undefined);
  if (explicit.length > 0) return new Set(explicit);
  const hasRules = (direction: TrafficDirection) =>
    (spec[direction] ?? null) !== null && asList(spec[direction])?.length !== 0;
  if (!hasRules("egress")) return new Set(["ingress"]);
  return new Set(hasRules("ingress") ? ["ingress", "egress"] : ["egress"]);
}
