import type { FieldPath, Plain } from "../../../kubernetes/resource.ts";
import { stableText } from "../../exposure/route.ts";
import type { LabelSelector } from "../../label-selector.ts";
import { anyLabels, boxOf, type LabelBox, meet } from "../label-box.ts";
import { podsOnly } from "../peer-algebra.ts";
import { namespaceNamed, notedSelector, podsWith, unknownPeers } from "../peer-reading.ts";
import { namespaceNameLabel, type PeerSet, type PodSet, serviceAccountLabel } from "../peer-set.ts";
import type { ProblemNotes } from "../policy-problems.ts";
import { reservedPeers } from "./entities.ts";

/** Where a policy stands: its namespace, or null for one of the whole cluster. */
export type Home = string | null;

type Requirement = LabelSelector["matchExpressions"][number];

/**
 * The peers that an endpoint selector means. Without a condition on the namespace these are pods of the namespace of the policy
 * (docs.cilium.io, "Layer 3 Policies").
 */
export function selectedPeers(value: Plain, home: Home, path: FieldPath, notes: ProblemNotes): PeerSet {
  const selector = notedSelector(value, path, notes);
  if (!selector) return unknownPeers(stableText(value));
  const requirements = requirementsOf(selector);
  const [first, ...others] = requirements;
  const entity = first && others.length === 0 && reservedName(first);
  const reserved = entity ? reservedPeers(entity) : undefined;
  if (reserved) return reserved;
  const conditions = sorted(requirements);
  if (!conditions) return unknownPeers(stableText(value));
  const namespace =
    conditions.namespace.length === 0 && home !== null ? namespaceNamed(home) : boxFor(conditions.namespace);
  return podsOnly(podsWith(namespace, boxFor(conditions.pod)));
}

/**
 * The pods that a policy applies to: those of its own namespace, whatever the selector says of others. Undefined if they cannot be
 * told, or the selector is about endpoints that are not pods.
 */
export function subjectPods(value: Plain, home: Home, path: FieldPath, notes: ProblemNotes): PodSet | undefined {
  const selector = notedSelector(value, path, notes);
  const conditions = selector && sorted(requirementsOf(selector));
  if (!conditions) return undefined;
  if (home === null) return podsWith(boxFor(conditions.namespace), boxFor(conditions.pod));
  const isName = ({ key, operator, values }: Requirement) =>
    key === namespaceNameLabel && operator === "In" && values.length === 1;
  const namespace = boxFor(conditions.namespace.filter((requirement) => !isName(requirement)));
  const own = namespace === "none" ? undefined : meet(namespace, namespaceNamed(home));
  return podsWith(own ?? "none", boxFor(conditions.pod));
}

function requirementsOf({ matchLabels, matchExpressions }: LabelSelector): readonly Requirement[] {
  const equal = Object.entries(matchLabels).map(
    ([key, value]): Requirement => ({ key, operator: "In", values: [value] }),
  );
  return [...equal, ...matchExpressions];
}

interface Conditions {
  readonly namespace: readonly Requirement[];
  readonly pod: readonly Requirement[];
}

/** Conditions by what they are about; undefined if one is about something else. */
function sorted(requirements: readonly Requirement[]): Conditions | undefined {
  const conditions: { namespace: Requirement[]; pod: Requirement[] } = { namespace: [], pod: [] };
  for (const requirement of requirements) {
    const key = bareKey(requirement.key);
    if (key === undefined || key === clusterLabel) return undefined;
    if (key === "io.kubernetes.pod.namespace") conditions.namespace.push({ ...requirement, key: namespaceNameLabel });
    else if (key.startsWith(namespaceLabels))
      conditions.namespace.push({ ...requirement, key: key.slice(namespaceLabels.length) });
    else if (key === "io.cilium.k8s.policy.serviceaccount")
      conditions.pod.push({ ...requirement, key: serviceAccountLabel });
    else conditions.pod.push({ ...requirement, key });
  }
  return conditions;
}

const namespaceLabels = "io.cilium.k8s.namespace.labels.";
const clusterLabel = "io.cilium.k8s.policy.cluster";

/** A key without the source of the label; undefined for labels that no pod has. */
function bareKey(key: string): string | undefined {
  const colon = key.indexOf(":");
  if (colon < 0) return key;
  const source = key.slice(0, colon);
  return source === "k8s" || source === "any" ? key.slice(colon + 1) : undefined;
}

function reservedName({ key, operator, values }: Requirement): string | undefined {
  const isPresent = operator === "Exists" || (operator === "In" && values.length === 1 && values[0] === "");
  return isPresent && key.startsWith("reserved:") ? key.slice("reserved:".length) : undefined;
}

function boxFor(requirements: readonly Requirement[]): LabelBox | "none" {
  if (requirements.length === 0) return anyLabels;
  return boxOf({ matchLabels: {}, matchExpressions: requirements }) ?? "none";
}
