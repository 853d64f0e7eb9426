import { statesOf } from "./analysis/connectivity/compare/states.ts";
import { type ConnectivityState, connectivityState } from "./analysis/connectivity/connectivity-state.ts";
import { TooManyBoxes } from "./analysis/connectivity/too-many-boxes.ts";
import { grouped } from "./analysis/exposure/grouped.ts";
import { type MapFacts, networkMap } from "./analysis/network-map/draw-map.ts";
import { joinMaps } from "./analysis/network-map/join-maps.ts";
import { mapDifference } from "./analysis/network-map/map-difference.ts";
import type { MapZoneFacts } from "./analysis/network-map/map-zones.ts";
import type { NamedMap, NetworkMap } from "./analysis/network-map/network-map.ts";
import { type PolicySubject, policySubjects } from "./analysis/network-map/policy-subjects.ts";
import type { CommitFacts, ViewFacts, ViewPair } from "./describe-commit.ts";
import type { DesiredState } from "./kubernetes/desired-state.ts";
import { topicOf } from "./kubernetes/kinds.ts";
import type { Resource } from "./kubernetes/resource.ts";
import type { Policy } from "./review/policy.ts";
import { factsOfZones } from "./review/zones-by-labels.ts";

/** The network that a commit declares: a map for each view that the policy names, and one for everything else. */
export function mapsOfCommit({ views }: CommitFacts, policy: Policy): readonly NamedMap[] {
  const zones = zonesOf(policy);
  return joinedByName(
    views.map((view) => ({ name: view.name, map: mapOf(view, zones) })),
    policy,
  );
}

/** What a change does to the network: both states of its views, with what came and went. */
export function mapsOfChange(pairs: readonly ViewPair[], policy: Pick<Policy, "zones" | "views">): readonly NamedMap[] {
  const zones = zonesOf(policy);
  const differences = pairs.map((pair) => ({ name: pair.name, map: differenceOf(pair, zones) }));
  return joinedByName(differences, policy);
}

function differenceOf({ name, before, after }: ViewPair, zones: readonly MapZoneFacts[]): NetworkMap {
  const states = guarded(() => statesOf({ name, before: before.resources, after: after.resources }));
  if (!states) return mapDifference(mapOf(before, zones), mapOf(after, zones));
  // Pods that only a selector of one state names are there in both.
  const subjects = distinctSubjects([...policySubjects(states.before), ...policySubjects(states.after)]);
  return mapDifference(
    mapOf(before, zones, { connectivity: states.before, subjects }),
    mapOf(after, zones, { connectivity: states.after, subjects }),
  );
}

function mapOf(
  { resources, exposure }: ViewFacts,
  zones: readonly MapZoneFacts[],
  known?: Pick<MapFacts, "connectivity" | "subjects">,
): NetworkMap {
  const connectivity = known?.connectivity ?? guarded(() => connectivityState(resources));
  const facts = {
    ...known,
    resources,
    routes: exposure.routes,
    connectivity: connectivity ?? withoutPolicies(resources),
  };
  const map = networkMap(facts, zones);
  return connectivity ? map : { ...map, notes: [...map.notes, tooLarge] };
}

function distinctSubjects(subjects: readonly PolicySubject[]): readonly PolicySubject[] {
  return [...new Map(subjects.map((subject) => [subject.id, subject])).values()];
}

const tooLarge = "The network policies are too large to be compared: none of them is drawn.";

function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof TooManyBoxes) return undefined;
    throw error;
  }
}

function withoutPolicies(resources: readonly Resource[]): ConnectivityState {
  return connectivityState(resources.filter(({ group, kind }) => topicOf(group, kind) !== "connectivity"));
}

function zonesOf({ zones }: Pick<Policy, "zones">): readonly MapZoneFacts[] {
  return zones.flatMap((zone) => factsOfZones([zone]).map((facts) => ({ ...facts, hosts: zone.hosts })));
}

/** Views that only keep colliding directories apart are drawn as one: they share most of what they hold. */
function joinedByName(maps: readonly NamedMap[], { views }: Pick<Policy, "views">): readonly NamedMap[] {
  const nameOf = ({ name }: NamedMap) =>
    views.find((view) => name === view.name || name.startsWith(`${view.name}: `))?.name ?? "";
  return [...grouped(maps, nameOf)]
    .map(([name, group]) => ({ name, map: withCount(joinMaps(group.map(({ map }) => map)), group.length) }))
    .filter(({ map }) => map.nodes.length > 0);
}

function withCount(map: NetworkMap, views: number): NetworkMap {
  if (views < 2) return map;
  return {
    ...map,
    notes: [...map.notes, `${views} directories that hold different copies of an object are drawn as one.`],
  };
}

/** What of a state no diagram shows, in sentences. */
export function notesOf({ unread, generators }: DesiredState): readonly string[] {
  const files = new Set(unread.map(({ file }) => file)).size;
  const charts = generators.filter(({ kind }) => kind !== "kustomize" && kind !== "flux-kustomization").length;
  return [
    ...(files > 0 ? [`${files === 1 ? "1 file" : `${files} files`} could not be read.`] : []),
    ...(charts > 0
      ? [`What ${charts === 1 ? "1 chart or release produces" : `${charts} charts and releases produce`} is not drawn.`]
      : []),
  ];
}
