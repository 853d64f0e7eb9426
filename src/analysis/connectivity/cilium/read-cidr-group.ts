import type { Resource } from "../../../kubernetes/resource.ts";
import { asList } from "../../exposure/plain-fields.ts";
import { joinedPeers } from "../peer-algebra.ts";
import type { PeerSet } from "../peer-set.ts";
import type { ProblemNotes } from "../policy-problems.ts";
import { notedSpec } from "../policy-reading.ts";
import { cidrPeers } from "./address-peers.ts";

/** The addresses of a CiliumCIDRGroup. */
export function addressesOfGroup(resource: Resource, notes: ProblemNotes): PeerSet {
  const spec = notedSpec(resource, ["externalCIDRs"], notes);
  const path = ["spec", "externalCIDRs"];
  const blocks = asList(spec.externalCIDRs ?? []);
  if (!blocks) notes.note(path, "has `externalCIDRs` that are no list", spec.externalCIDRs);
  return joinedPeers((blocks ?? []).map((block, index) => cidrPeers(block, [...path, index], notes)));
}
