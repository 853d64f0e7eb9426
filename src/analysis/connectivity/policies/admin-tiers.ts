import type { PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asObject } from "../../exposure/plain-fields.ts";
import { podsOfItem } from "../admin-tiers/peers.ts";
import { directionRules, type RuleForm } from "../admin-tiers/rules.ts";
import type { PodSet } from "../peer-set.ts";
import type { PolicyKind } from "../policy-kind.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import { notedSpec, readEach } from "../policy-reading.ts";
import { adminTier, baselineTier, type TrafficPolicy } from "../traffic-policy.ts";

/** Policies of the network-policy-api of Kubernetes, which stand before and behind those of namespaces and isolate nobody. */
export const adminTiers: PolicyKind = {
  id: "admin-tiers",
  kinds: [
    "policy.networking.k8s.io/AdminNetworkPolicy",
    "policy.networking.k8s.io/BaselineAdminNetworkPolicy",
    "policy.networking.k8s.io/ClusterNetworkPolicy",
  ],
  read: (resources) => readEach(resources, readPolicy),
};

interface Form extends RuleForm {
  readonly fields: readonly string[];
}

const common = ["subject", "ingress", "egress"];
const adminForm: Form = {
  fields: [...common, "priority"],
  actions: { Allow: "allow", Deny: "deny", Pass: "pass" },
  portField: "ports",
};
const forms: Readonly<Record<string, Form>> = {
  AdminNetworkPolicy: adminForm,
  BaselineAdminNetworkPolicy: { ...adminForm, fields: common, actions: { Allow: "allow", Deny: "deny" } },
  ClusterNetworkPolicy: {
    fields: [...common, "priority", "tier"],
    actions: { Accept: "allow", Deny: "deny", Pass: "pass" },
    portField: "protocols",
  },
};

function readPolicy(resource: Resource, notes: ProblemNotes): readonly TrafficPolicy[] {
  const form = forms[resource.kind] ?? adminForm;
  const spec = notedSpec(resource, form.fields, notes);
  const tier = tierOf(resource, spec, notes);
  const subject = subjectOf(spec, notes);
  const order = resource.kind === "BaselineAdminNetworkPolicy" ? 0 : priorityOf(spec, notes);
  const ingress = directionRules(spec, "ingress", form, notes);
  const egress = directionRules(spec, "egress", form, notes);
  return [
    {
      resource,
      subject,
      subjectPath: ["spec", "subject"],
      precedence: { tier, order, inSequence: true },
      ...(ingress && { ingress }),
      ...(egress && { egress }),
    },
  ];
}

function tierOf({ kind, name }: Resource, spec: PlainObject, notes: ProblemNotes): number {
  if (kind === "AdminNetworkPolicy") return adminTier;
  if (kind === "BaselineAdminNetworkPolicy") {
    if (name !== "default")
      notes.note(["metadata", "name"], `is called \`${clipped(name)}\`, but only \`default\` counts`, spec);
    return baselineTier;
  }
  if (spec.tier !== "Admin" && spec.tier !== "Baseline")
    notes.note(
      ["spec", "tier"],
      `has the tier \`${clipped(spec.tier)}\`, which is neither Admin nor Baseline`,
      spec.tier,
    );
  return spec.tier === "Baseline" ? baselineTier : adminTier;
}

function priorityOf(spec: PlainObject, notes: ProblemNotes): number {
  const { priority } = spec;
  const isPriority = typeof priority === "number" && Number.isInteger(priority) && priority >= 0 && priority <= 1000;
  if (!isPriority)
    notes.note(["spec", "priority"], `has the priority \`${clipped(priority)}\`, which is none`, priority);
  return isPriority ? priority : lowestPriority;
}

const lowestPriority = 1000;

function subjectOf(spec: PlainObject, notes: ProblemNotes): PodSet {
  const path = ["spec", "subject"];
  const subject = asObject(spec.subject) ?? {};
  notes.noteOthers(subject, ["namespaces", "pods"], path);
  const { namespaces = null, pods = null } = subject;
  const isOne = (namespaces === null) !== (pods === null);
  const selected = isOne ? podsOfItem(subject, path, notes) : undefined;
  if (!selected) notes.note(path, "applies to pods that nobody here can tell", spec);
  return selected ?? [];
}
