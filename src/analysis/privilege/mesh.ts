import type { View } from "../../kubernetes/desired-state.ts";
import type { FieldPath, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { own, scalarText } from "../plain-differences.ts";
import { namespaceObject } from "./objects-by-name.ts";
import { objectKey, type Pair, placesOf } from "./pairs.ts";
import { type Pods, podsIn } from "./pod.ts";
import { type PrivilegeChange, privilegeChange } from "./privilege-change.ts";
import { podsOfObject } from "./say-object.ts";

/** Whether pods are part of a mesh; `unknown` where it is left to a namespace that is not in the repository. */
type Membership = "in" | "out" | "unknown";

interface Marks {
  readonly labels: PlainObject;
  readonly annotations: PlainObject;
}

interface Mesh {
  readonly name: string;
  /** Undefined where nothing is said. */
  readonly read: (marks: Marks) => "in" | "out" | undefined;
  /** Where it is said, for the place of the change. */
  readonly places: readonly FieldPath[];
}

const meshes: readonly Mesh[] = [
  {
    name: "Istio",
    read: readIstio,
    places: [
      ["labels", "istio-injection"],
      ["labels", "istio.io/rev"],
      ["labels", "istio.io/dataplane-mode"],
      ["labels", "sidecar.istio.io/inject"],
      ["annotations", "sidecar.istio.io/inject"],
    ],
  },
  { name: "Linkerd", read: readLinkerd, places: [["annotations", "linkerd.io/inject"]] },
];

/** Namespaces and workloads that left a mesh, or entered one. Another way of being part of it is no change. */
export function meshChanges(pair: Pair, view: View): readonly PrivilegeChange[] {
  const { before, after } = pair;
  if (!before || !after) return [];
  const isNamespace = after.group === "" && after.kind === "Namespace";
  const [one, other] = isNamespace ? [before, after] : [podsIn(before), podsIn(after)];
  if (!one || !other) return [];
  return meshes.flatMap((mesh) => {
    const [from, to] = [mesh.read(one), mesh.read(other)];
    if (from === to) return [];
    const was = isNamespace ? (from ?? "out") : (from ?? ofNamespace(mesh, one, view.before));
    const is = isNamespace ? (to ?? "out") : (to ?? ofNamespace(mesh, other, view.after));
    return was === is ? [] : [changeOf(pair, after, mesh, was, is, view.name)];
  });
}

function ofNamespace(mesh: Mesh, pods: Marks | Pods, resources: readonly Resource[]): Membership {
  const namespace = "resource" in pods ? pods.resource.namespace : undefined;
  const found = namespace === undefined ? undefined : namespaceObject(resources, namespace);
  return found ? (mesh.read(found) ?? "out") : "unknown";
}

function changeOf(
  pair: Pair,
  resource: Resource,
  { name, places }: Mesh,
  before: Membership,
  after: Membership,
  view: string,
): PrivilegeChange {
  const now = {
    in: `are now part of the ${name} mesh`,
    out: `are no longer part of the ${name} mesh`,
    unknown: `are part of the ${name} mesh only if their namespace is`,
  };
  const path = [...(podsIn(resource)?.path ?? []), "metadata"];
  const stated = places.filter(([field = "", key = ""]) => isStated(pair, path, field, key));
  return privilegeChange(view, resource, {
    kind: "mesh",
    direction: after === "in" || before === "out" ? "narrowed" : after === "out" ? "widened" : "unknown",
    weight: after === "out" ? "left" : "unclear",
    sentence: `${podsOfObject(resource)} ${now[after]}`,
    effect: { kind: "mesh", mesh: name, object: objectKey(resource), from: before, to: after },
    before,
    after,
    because: (stated.length > 0 ? stated : [[]]).flatMap((place) => placesOf(pair, [...path, ...place])),
  });
}

function isStated({ before, after }: Pair, path: FieldPath, field: string | number, key: string | number): boolean {
  return [before, after].some((side) => {
    const marks: Marks | undefined = side && (path.length > 1 || side.kind === "Pod" ? podsIn(side) : side);
    return marks !== undefined && own(field === "labels" ? marks.labels : marks.annotations, String(key)) !== undefined;
  });
}

/** A revision counts only where `istio-injection` says nothing (Istio, "Controlling the injection policy"). */
function readIstio({ labels, annotations }: Marks): "in" | "out" | undefined {
  const label = (key: string) => scalarText(own(labels, key));
  const mode = label("istio.io/dataplane-mode");
  const pod = label("sidecar.istio.io/inject") || scalarText(own(annotations, "sidecar.istio.io/inject"));
  if (mode === "ambient" || pod === "true" || label("istio-injection") === "enabled") return "in";
  if (pod === "false" || label("istio-injection") === "disabled") return "out";
  if (label("istio.io/rev") !== "") return "in";
  return mode === "none" ? "out" : undefined;
}

function readLinkerd({ annotations }: Marks): "in" | "out" | undefined {
  const value = scalarText(own(annotations, "linkerd.io/inject"));
  if (value === "enabled" || value === "ingress") return "in";
  return value === "disabled" ? "out" : undefined;
}
