import type { Resource } from "../../../kubernetes/resource.ts";
import { asText } from "../../exposure/plain-fields.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import { notedSpec } from "../policy-reading.ts";
import { adminTier, baselineTier, namespacedTier } from "../traffic-policy.ts";

/** A tier among those of other kinds of policies. */
export interface PlacedTier {
  readonly tier: number;
  /** Whether what no rule matches is refused, rather than handed on. */
  readonly isolates: boolean;
}

export interface TierFacts {
  readonly name: string;
  /** Infinity for a tier without an order, which comes last. */
  readonly order: number;
  readonly isolates: boolean;
}

export function readTier(resource: Resource, notes: ProblemNotes): TierFacts {
  const spec = notedSpec(resource, ["order", "defaultAction"], notes);
  const order = spec.order ?? Number.POSITIVE_INFINITY;
  const action = spec.defaultAction ?? "Deny";
  if (typeof order !== "number")
    notes.note(["spec", "order"], `has the order \`${clipped(order)}\`, which is none`, order);
  const known = ["deny", "pass"].includes(asText(action)?.toLowerCase() ?? "");
  if (!known)
    notes.note(["spec", "defaultAction"], `has the default action \`${clipped(action)}\`, which is none`, action);
  return {
    name: resource.name,
    order: typeof order === "number" ? order : Number.POSITIVE_INFINITY,
    isolates: asText(action)?.toLowerCase() !== "pass",
  };
}

// docs.tigera.io, "Get started with policy tiers": these exist in every cluster, in this order.
const builtIn: readonly TierFacts[] = [
  { name: "adminnetworkpolicy", order: 1000, isolates: false },
  { name: "kube-admin", order: 1000, isolates: false },
  { name: "default", order: 1_000_000, isolates: true },
  { name: "baselineadminnetworkpolicy", order: 10_000_000, isolates: false },
  { name: "kube-baseline", order: 10_000_000, isolates: false },
];
const builtInNumbers: ReadonlyMap<string, number> = new Map([
  ["adminnetworkpolicy", adminTier],
  ["kube-admin", adminTier],
  ["default", namespacedTier],
  ["baselineadminnetworkpolicy", baselineTier],
  ["kube-baseline", baselineTier],
]);

/** Every tier with its place, by name: Calico's own have the places of the policies of Kubernetes that are in them. */
export function placedTiers(declared: readonly TierFacts[]): ReadonlyMap<string, PlacedTier> {
  const names = new Set(declared.map(({ name }) => name));
  const tiers = [...declared, ...builtIn.filter(({ name }) => !names.has(name))];
  const sorted = tiers.sort((a, b) => compare(a.order, b.order) || (a.name < b.name ? -1 : 1));
  return new Map(
    sorted.map(({ name, order, isolates }, index) => [
      name,
      // Tiers of one order are evaluated by their names.
      { tier: builtInNumbers.get(name) ?? placeOf(order) + index / 1_000_000, isolates },
    ]),
  );
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

const lastPlace = 4_000_000_000;

function placeOf(order: number): number {
  if (order <= 1000) return adminTier - 1 + Math.max(order - 1000, -lastPlace);
  if (order <= 1_000_000) return Math.min(order, namespacedTier - 1);
  const [span, end] = [9_000_000, 10_000_000];
  if (order <= end) return namespacedTier + 1 + ((order - namespacedTier) / span) * (baselineTier - namespacedTier - 3);
  return Math.min(baselineTier + 1 + order - end, lastPlace);
}

/** Where a tier stands that the repository does not declare: before those of namespaces, as most do. */
export const undeclaredTier: PlacedTier = { tier: namespacedTier - 2, isolates: true };
