import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../../exposure/plain-fields.ts";
import { type CidrGroups, cidrGroups } from "../cilium/cidr-groups.ts";
import { type Home, subjectPods } from "../cilium/endpoint-selector.ts";
import type { PeerContext } from "../cilium/peers.ts";
import { addressesOfGroup } from "../cilium/read-cidr-group.ts";
import { directionRules } from "../cilium/rules.ts";
import { namespaceOf } from "../namespace-of.ts";
import type { PeerSet } from "../peer-set.ts";
import type { PolicyKind } from "../policy-kind.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import { readEach } from "../policy-reading.ts";
import { namespacedOrder, namespacedTier, type TrafficPolicy } from "../traffic-policy.ts";

/** Policies of Cilium (docs.cilium.io, "Network Policy"): they form a union with Kubernetes' own, except for what one denies. */
export const cilium: PolicyKind = {
  id: "cilium",
  kinds: ["cilium.io/CiliumNetworkPolicy", "cilium.io/CiliumClusterwideNetworkPolicy", "cilium.io/CiliumCIDRGroup"],
  read: (resources) => {
    const groups = new Map<string, PeerSet>();
    const isGroup = ({ kind }: Resource) => kind === "CiliumCIDRGroup";
    const ofGroups = readEach(resources.filter(isGroup), (resource, notes) => {
      groups.set(resource.name, addressesOfGroup(resource, notes));
      return [];
    });
    const known = cidrGroups(groups);
    const ofPolicies = readEach(
      resources.filter((resource) => !isGroup(resource)),
      (resource, notes) => readPolicy(resource, known, notes),
    );
    return { policies: ofPolicies.policies, problems: [...ofGroups.problems, ...ofPolicies.problems] };
  },
};

function readPolicy(resource: Resource, groups: CidrGroups, notes: ProblemNotes): readonly TrafficPolicy[] {
  const { data } = resource;
  notes.noteOthers(data, ["apiVersion", "kind", "metadata", "spec", "specs", "status"], []);
  const home = resource.kind === "CiliumNetworkPolicy" ? namespaceOf(resource) : null;
  const list = asList(data.specs ?? []);
  if (!list) notes.note(["specs"], `has \`specs\` that are no list`, data.specs);
  const specs: readonly (readonly [Plain, FieldPath])[] = [
    ...(data.spec === undefined || data.spec === null ? [] : [[data.spec, ["spec"]] as const]),
    ...(list ?? []).map((spec, index) => [spec, ["specs", index]] as const),
  ];
  return specs.flatMap(([spec, path]) => readSpec(resource, spec, path, { home, groups, notes }));
}

const traffic = [
  "endpointSelector",
  "nodeSelector",
  "ingress",
  "ingressDeny",
  "egress",
  "egressDeny",
  "enableDefaultDeny",
];
/** They say nothing about traffic. */
const harmless = ["description", "labels", "log"];

function readSpec(resource: Resource, value: Plain, path: FieldPath, context: PeerContext): readonly TrafficPolicy[] {
  const spec = asObject(value) ?? {};
  context.notes.noteOthers(spec, [...traffic, ...harmless], path);
  noteDefaults(spec, path, context.notes);
  const subject = subjectOf(spec, value, path, context.home, context.notes);
  if (!subject) return [];
  const ingress = directionRules(spec, "ingress", path, context);
  const egress = directionRules(spec, "egress", path, context);
  return [
    {
      resource,
      subject,
      subjectPath: [...path, "endpointSelector"],
      precedence: { tier: namespacedTier, order: namespacedOrder, inSequence: false },
      ...(ingress && { ingress }),
      ...(egress && { egress }),
    },
  ];
}

function subjectOf(spec: PlainObject, value: Plain, path: FieldPath, home: Home, notes: ProblemNotes) {
  const endpoints = spec.endpointSelector ?? null;
  const nodes = spec.nodeSelector ?? null;
  if (endpoints !== null && nodes === null) {
    const pods = subjectPods(endpoints, home, [...path, "endpointSelector"], notes);
    // Nothing of such a policy is compared: whatever changes in it is another problem.
    if (!pods) notes.note(path, "applies to endpoints that nobody here can tell", value);
    return pods;
  }
  if (nodes !== null && endpoints === null)
    notes.note([...path, "nodeSelector"], "applies to nodes, which are not judged", value);
  else
    notes.note(path, `has not exactly one of \`endpointSelector\` and \`nodeSelector\`: \`${clipped(value)}\``, value);
  return undefined;
}

function noteDefaults(spec: PlainObject, path: FieldPath, notes: ProblemNotes): void {
  const setting = spec.enableDefaultDeny ?? null;
  if (setting === null) return;
  const place = [...path, "enableDefaultDeny"];
  const { ingress = null, egress = null } = asObject(setting) ?? {};
  const isReadable = asObject(setting) && [ingress, egress].every((one) => one === null || typeof one === "boolean");
  if (!isReadable)
    notes.note(place, `has \`enableDefaultDeny\` \`${clipped(setting)}\`, which is not readable`, setting);
  notes.noteOthers(asObject(setting) ?? {}, ["ingress", "egress"], place);
}
