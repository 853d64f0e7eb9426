import type { FieldPath, Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { asObject } from "../exposure/plain-fields.ts";
import { stableText } from "../exposure/route.ts";
import { unknownPeers } from "./peer-reading.ts";
import type { PolicyReading } from "./policy-kind.ts";
import { clipped, type ProblemNotes, problemNotes } from "./policy-problems.ts";
import { TooManyBoxes } from "./too-many-boxes.ts";
import type { TrafficPolicy, TrafficRule } from "./traffic-policy.ts";

/** The policies of many objects, each read for itself; one that is too large to be read is a problem of that object alone. */
export function readEach(
  resources: readonly Resource[],
  read: (resource: Resource, notes: ProblemNotes) => readonly TrafficPolicy[],
): PolicyReading {
  const readings = resources.map((resource) => {
    const notes = problemNotes(resource);
    return { policies: readOne(resource, notes, read), problems: notes.problems };
  });
  return {
    policies: readings.flatMap(({ policies }) => policies),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

function readOne(
  resource: Resource,
  notes: ProblemNotes,
  read: (resource: Resource, notes: ProblemNotes) => readonly TrafficPolicy[],
): readonly TrafficPolicy[] {
  try {
    return read(resource, notes);
  } catch (error) {
    if (!(error instanceof TooManyBoxes)) throw error;
    notes.note(["spec"], "names more peers and ports than can be compared", resource.data.spec);
    return [];
  }
}

/** The `spec` of an object of which the other fields say nothing about traffic. */
export function notedSpec(resource: Resource, known: readonly string[], notes: ProblemNotes): PlainObject {
  notes.noteOthers(resource.data, ["apiVersion", "kind", "metadata", "spec", "status"], []);
  const spec = asObject(resource.data.spec ?? {});
  if (!spec)
    notes.note(["spec"], `has the \`spec\` \`${clipped(resource.data.spec)}\`, which is none`, resource.data.spec);
  notes.noteOthers(spec ?? {}, known, ["spec"]);
  return spec ?? {};
}

/** What stands for a rule that cannot be read: nobody knows whom it means. */
export function unknownRule(action: TrafficRule["action"], value: Plain, path: FieldPath): TrafficRule {
  return { action, peers: unknownPeers(stableText(value)), ports: "every", path };
}
