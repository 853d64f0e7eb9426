import type { ChangedFile, DesiredState, View } from "../kubernetes/desired-state.ts";
import type { KindTopic } from "../kubernetes/kinds.ts";
import type { AccessChange } from "./access/access-change.ts";
import { accessChanges } from "./access/access-changes.ts";
import type { ChangedTexts } from "./changed-texts.ts";
import { changedTopics } from "./changed-topics.ts";
import type { ConnectivityChange } from "./connectivity/connectivity-change.ts";
import { connectivityChanges } from "./connectivity/connectivity-changes.ts";
import type { ZoneFacts } from "./connectivity/zone-facts.ts";
import type { ControlChange } from "./control/control-change.ts";
import { controlChanges } from "./control/control-changes.ts";
import type { CoverageChange } from "./coverage/coverage-change.ts";
import { coverageChanges } from "./coverage/coverage-changes.ts";
import type { ExposureChange } from "./exposure/exposure-change.ts";
import { compareExposure, type exposureChanges } from "./exposure/exposure-changes.ts";
import { joinViews } from "./exposure/join-views.ts";
import { opaqueChanges } from "./opaque/opaque-changes.ts";
import type { PrivilegeChange } from "./privilege/privilege-change.ts";
import { privilegeChanges } from "./privilege/privilege-changes.ts";
import { reachabilityOf } from "./reachability/reachability.ts";

export type AnyChange =
  | ExposureChange
  | AccessChange
  | PrivilegeChange
  | ConnectivityChange
  | CoverageChange
  | ControlChange;

export interface AnalysisOptions {
  /** From the policy: what an ingress class or gateway name stands for in this repository. */
  readonly controllers: Parameters<typeof exposureChanges>[1]["controllers"];
  /** From the policy: the parts of the system that have demands of their own. */
  readonly zones?: readonly ZoneFacts[];
  /** From `readChangedTexts`. Without a text, what a file holds counts as unknown. */
  readonly texts?: ChangedTexts;
}

/** Every difference that any analysis sees between two states. Pure. */
export function allChanges(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
  views: readonly View[],
  options: AnalysisOptions,
): readonly AnyChange[] {
  const texts: ChangedTexts = options.texts ?? new Map();
  const effects = views.flatMap((view) => changesOfView(view, options));
  return [
    ...joinViews(effects.filter((change) => !onlySeemsGone(change, after))),
    ...coverageChanges(before, after, changed, texts),
    ...controlChanges(changed, texts),
  ];
}

function changesOfView(view: View, { controllers, zones }: AnalysisOptions): AnyChange[] {
  const topics = changedTopics(view);
  if (topics.size === 0) return [];
  const isOfRoutes = [...topics].some((topic) => !topicsBesideRoutes.has(topic));
  const exposure = isOfRoutes ? compareExposure(view, { controllers }) : undefined;
  const reachability = reachabilityOf(view, { controllers });
  const comparesConnectivity = connectivityTopics.some((topic) => topics.has(topic));
  return [
    ...(exposure?.changes ?? []).map(reachability.withClosedBackend),
    ...(topics.has("access") || topics.has("supporting") ? accessChanges(view, zones) : []),
    ...privilegeChanges(view),
    ...(comparesConnectivity
      ? connectivityChanges(view, { hostsOf: reachability.hostsOf, ...(zones ? { zones } : {}) })
      : []),
    ...opaqueChanges(view, exposure?.understood),
  ];
}

// Of exposure only that much is certain that rights and network policies have no part in it.
const topicsBesideRoutes: ReadonlySet<KindTopic> = new Set(["access", "privilege", "connectivity"]);

// Which pods may talk follows from policies, from the labels of workloads, and from those of namespaces.
const connectivityTopics = ["connectivity", "routing-support", "supporting"] as const;

/** What stands in a file that can no longer be read is not gone: the unread file is reported, and nothing narrowed or lost. */
function onlySeemsGone({ topic, direction, because }: AnyChange, after: DesiredState): boolean {
  const files = because.filter(({ side }) => side === "before").map(({ file }) => file);
  const isUnread = (file: string) => after.unread.some((unread) => unread.file === file);
  if (topic === "connectivity" && because.some(({ side }) => side === "after")) return false;
  return (direction === "narrowed" || topic === "connectivity") && files.length > 0 && files.every(isUnread);
}
