import { affectedResources } from "./analysis/exposure/affected-resources.ts";
import { focused, hasNews } from "./analysis/network-map/focus.ts";
import type { NamedMap } from "./analysis/network-map/network-map.ts";
import { factsOfBoth } from "./describe-commit.ts";
import { mapsOfChange } from "./draw-network.ts";
import type { View } from "./kubernetes/desired-state.ts";
import type { Policy } from "./review/policy.ts";
import type { SecurityEvent } from "./rules/security-event.ts";

/** What a comment can show so that a reviewer sees it at a glance. */
const mostNodes = 25;
/** What it shows best. */
const fewNodes = 12;
/** More clusters, or parts of a repository, than anybody looks at in a comment; a larger one costs too much. */
const most = { views: 20, resources: 20_000, maps: 3 };

/** The small diagram of a review: what the events change of the network, in the views that they occur in. */
export function drawReview(
  views: readonly View[],
  events: readonly SecurityEvent[],
  policy: Pick<Policy, "zones" | "views" | "controllers">,
): readonly NamedMap[] {
  const names = new Set(events.flatMap((event) => event.views));
  const concerned = views.filter(({ name }) => names.has(name));
  const size = concerned.reduce((sum, { before, after }) => sum + before.length + after.length, 0);
  if (concerned.length > most.views || size > most.resources) return [];
  const pairs = concerned.map((view) => factsOfBoth(view, policy, whatToDraw(view, events)));
  const maps = mapsOfChange(pairs, policy).filter(({ map }) => hasNews(map));
  if (maps.length > most.maps) return [];
  const share = (nodes: number) => Math.floor(nodes / Math.max(1, maps.length));
  return maps.map(({ name, map }) => ({
    name,
    map: { ...focused(map, share(mostNodes), share(fewNodes)), notes: [] },
  }));
}

/** Routes that no event concerns are not read: most of a repository. Connections are drawn with the hosts that lead to their pods. */
function whatToDraw(view: View, events: readonly SecurityEvent[]): Pick<View, "before" | "after"> {
  const connects = events.some(({ theme, views }) => theme === "connectivity" && views.includes(view.name));
  return connects ? view : affectedResources(view);
}
