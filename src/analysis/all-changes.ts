import type { ChangedFile, DesiredState, Generator, GeneratorKind, View } from "../kubernetes/desired-state.ts";
import { isOfConnectivity, type KindTopic } from "../kubernetes/kinds.ts";
import type { AccessChange } from "./access/access-change.ts";
import type { ChangedTexts } from "./changed-texts.ts";
import { changedTopics } from "./changed-topics.ts";
import type { GeneratorRoots } from "./connectivity/compare/compared-states.ts";
import type { ConnectivityChange } from "./connectivity/connectivity-change.ts";
import type { ZoneFacts } from "./connectivity/zone-facts.ts";
import type { ControlChange } from "./control/control-change.ts";
import { controlChanges } from "./control/control-changes.ts";
import type { CoverageChange } from "./coverage/coverage-change.ts";
import { coverageChanges } from "./coverage/coverage-changes.ts";
import type { ExposureChange } from "./exposure/exposure-change.ts";
import type { ExposureOptions } from "./exposure/exposure-state.ts";
import { joinViews } from "./exposure/join-views.ts";
import { opaqueChanges } from "./opaque/opaque-changes.ts";
import type { PrivilegeChange } from "./privilege/privilege-change.ts";

export type AnyChange =
  | ExposureChange
  | AccessChange
  | PrivilegeChange
  | ConnectivityChange
  | CoverageChange
  | ControlChange;

export interface AnalysisOptions {
  /** From the policy: what an ingress class or gateway name stands for in this repository. */
  readonly controllers: ExposureOptions["controllers"];
  /** From the policy: the parts of the system that have demands of their own. */
  readonly zones?: readonly ZoneFacts[];
  /** From `readChangedTexts`. Without a text, what a file holds counts as unknown. */
  readonly texts?: ChangedTexts;
}

interface ViewOptions extends AnalysisOptions {
  readonly generators: GeneratorRoots;
}

/** Every difference that any analysis sees between two states. Pure; an analysis is loaded when a change concerns it. */
export async function allChanges(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
  views: readonly View[],
  options: AnalysisOptions,
): Promise<readonly AnyChange[]> {
  const texts: ChangedTexts = options.texts ?? new Map();
  const effects: (readonly AnyChange[])[] = [];
  const generators = {
    before: podMakers(before),
    after: podMakers(after),
    kustomizations: kustomizationsOf([...before.generators, ...after.generators]),
  };
  for (const view of views) effects.push(await changesOfView(view, { ...options, generators }));
  return [
    ...joinViews(effects.flat().filter((change) => !onlySeemsGone(change, after))),
    ...coverageChanges(before, after, changed, texts),
    ...controlChanges(changed, texts),
  ];
}

/** Charts and releases bring pods along that no manifest shows. */
function podMakers({ generators }: DesiredState): readonly string[] {
  return generators.filter(({ kind }) => makesPods.has(kind)).map(({ root }) => root);
}

/** What one kustomization applies, it may apply to one namespace. */
function kustomizationsOf(generators: readonly Generator[]): ReadonlyMap<string, readonly string[]> {
  const roots = new Map<string, readonly string[]>();
  for (const { kind, root, usedBy } of generators)
    if (kind === "kustomize") roots.set(root, [...(roots.get(root) ?? []), ...usedBy]);
  return roots;
}

const makesPods: ReadonlySet<GeneratorKind> = new Set(["helm-chart", "helm-release", "helmfile", "argo-application"]);

async function changesOfView(view: View, options: ViewOptions): Promise<readonly AnyChange[]> {
  const topics = changedTopics(view);
  const zones = options.zones ?? [];
  if (topics.size === 0) return zoneMovesOf(view, zones);
  const isOfRoutes = [...topics].some((topic) => !topicsBesideRoutes.has(topic));
  const { changes, understood } = isOfRoutes ? await exposureOf(view, options) : { changes: [] };
  return [
    ...changes,
    ...(topics.has("access") || topics.has("supporting") ? await accessOf(view, options) : []),
    ...(privilegeTopics.some((topic) => topics.has(topic)) ? await privilegesOf(view) : []),
    ...(connectivityTopics.some((topic) => topics.has(topic))
      ? await connectivityOf(view, options)
      : await zoneMovesOf(view, zones)),
    ...opaqueChanges(view, understood),
  ];
}

async function exposureOf(view: View, { controllers }: AnalysisOptions) {
  const { compareExposure } = await import("./exposure/exposure-changes.ts");
  const { changes, understood } = compareExposure(view, { controllers });
  if (changes.length === 0 || !view.after.some(isOfConnectivity)) return { changes, understood };
  const { reachabilityOf } = await import("./reachability/reachability.ts");
  const reachability = reachabilityOf(view, { controllers });
  return { changes: changes.map((change) => reachability.withClosedBackend(change)), understood };
}

async function accessOf(view: View, { zones }: AnalysisOptions) {
  const { accessChanges } = await import("./access/access-changes.ts");
  const { withWorkloads } = await import("./privilege/workloads-with-rights.ts");
  return accessChanges(view, zones).map((change) => withWorkloads(change, view.after));
}

async function privilegesOf(view: View) {
  const { privilegeChanges } = await import("./privilege/privilege-changes.ts");
  return privilegeChanges(view);
}

async function connectivityOf(view: View, { controllers, zones, generators }: ViewOptions) {
  const { connectivityChanges } = await import("./connectivity/connectivity-changes.ts");
  const { reachabilityOf } = await import("./reachability/reachability.ts");
  const reachability = reachabilityOf(view, { controllers });
  return connectivityChanges(view, {
    hostsOf: (pods) => reachability.hostsOf(pods),
    ...(zones ? { zones } : {}),
    generators,
  });
}

/** Files that move may leave a zone although nothing in them changes. */
async function zoneMovesOf(view: View, zones: readonly ZoneFacts[]) {
  if (zones.length === 0) return [];
  const { mayMoveZones, zoneMoves } = await import("./connectivity/compare/zone-moves.ts");
  return mayMoveZones(view) ? zoneMoves(view, zones) : [];
}

// Of exposure only that much is certain that rights and network policies have no part in it.
const topicsBesideRoutes: ReadonlySet<KindTopic> = new Set(["access", "privilege", "connectivity"]);

// What pods may be follows from themselves, their accounts and namespaces; a ConfigMap may say who of a cloud is let in.
const privilegeTopics = ["privilege", "connectivity", "routing-support", "supporting"] as const;

// Which pods may talk follows from policies, from the labels of workloads, and from those of namespaces.
const connectivityTopics = ["connectivity", "routing-support", "supporting"] as const;

/** What stands in a file that can no longer be read is not gone: the unread file is reported, and nothing narrowed or lost. */
function onlySeemsGone({ topic, direction, because }: AnyChange, after: DesiredState): boolean {
  const files = because.filter(({ side }) => side === "before").map(({ file }) => file);
  const isUnread = (file: string) => after.unread.some((unread) => unread.file === file && unread.reason !== "carrier");
  if (topic === "connectivity" && because.some(({ side }) => side === "after")) return false;
  return (direction === "narrowed" || topic === "connectivity") && files.length > 0 && files.every(isUnread);
}
