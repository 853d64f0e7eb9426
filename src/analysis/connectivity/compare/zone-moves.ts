import type { View } from "../../../kubernetes/desired-state.ts";
import { identityOf, type Resource, refOf } from "../../../kubernetes/resource.ts";
import { keyOf } from "../../plain-differences.ts";
import { type Cluster, labelsOfNamespace } from "../cluster.ts";
import type { OtherConnectivityChange, ZoneName } from "../connectivity-change.ts";
import { namespaceOf } from "../namespace-of.ts";
import { clusterOf } from "../read-cluster.ts";
import { podTemplatePath } from "../workload.ts";
import { type ZoneFacts, zoneOf } from "../zone-facts.ts";

/**
 * Namespaces whose labels or files put them into another zone of the policy than before, and workloads of a namespace that the
 * repository does not declare whose files do.
 */
export function zoneMoves(view: View, zones: readonly ZoneFacts[]): readonly OtherConnectivityChange[] {
  if (zones.length === 0) return [];
  const earlier = new Map(view.before.filter(isMember).map((resource) => [identityOf(resource), resource]));
  const moved = view.after.filter(isMember).flatMap((is) => {
    const was = earlier.get(identityOf(is));
    return was && (was.file !== is.file || keyOf(was.labels) !== keyOf(is.labels)) ? [{ was, is }] : [];
  });
  if (moved.length === 0) return [];
  const [before, after] = [clusterOf(view.before), clusterOf(view.after)];
  const isDeclared = (namespace: string) => before.namespaces.has(namespace) && after.namespaces.has(namespace);
  return moved.flatMap(({ was, is }) =>
    is.kind !== "Namespace" && isDeclared(namespaceOf(is))
      ? []
      : moveOf(was, is, zoneName(was, before, zones), zoneName(is, after, zones), view.name),
  );
}

/** Whether an object that zones may hold by its file stands in another one. */
export function mayMoveZones({ before, after }: View): boolean {
  const places = (side: readonly Resource[]) =>
    side
      .filter(isMember)
      .map(({ file }) => file)
      .sort()
      .join("\n");
  return places(before) !== places(after);
}

function isMember({ group, kind }: Resource): boolean {
  return (group === "" && kind === "Namespace") || podTemplatePath({ group, kind }) !== undefined;
}

function moveOf(
  was: Resource,
  is: Resource,
  from: ZoneName | null,
  to: ZoneName | null,
  view: string,
): readonly OtherConnectivityChange[] {
  if (from?.name === to?.name) return [];
  const isNamespace = is.kind === "Namespace";
  const path = ["metadata", "labels"];
  return [
    {
      topic: "connectivity",
      kind: "zone-moved",
      view,
      // Whoever leaves the assessment leaves its rules; whoever enters it brings along connections that nobody judged.
      direction: from?.inScope && !to?.inScope ? "widened" : to?.inScope || from?.limitsCallers ? "unknown" : "neutral",
      resource: refOf(is),
      targets: [],
      directions: [],
      zones: { from, to },
      effect: {
        kind: "zone-moved",
        ...(isNamespace ? { namespace: is.name } : { workload: identityOf(is) }),
        from: from?.name ?? null,
        to: to?.name ?? null,
      },
      before: from?.name ?? null,
      after: to?.name ?? null,
      because: [is.locate(path), was.locate(path)],
    },
  ];
}

function zoneName(resource: Resource, cluster: Cluster, zones: readonly ZoneFacts[]): ZoneName | null {
  const namespace = resource.kind === "Namespace" ? resource.name : namespaceOf(resource);
  const zone = zoneOf(zones, { namespace, labels: labelsOfNamespace(cluster, namespace), file: resource.file });
  return zone ? { name: zone.name, inScope: zone.pci === "in-scope", limitsCallers: zone.limitsCallers } : null;
}
