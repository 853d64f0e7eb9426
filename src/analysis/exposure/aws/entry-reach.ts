import type { AnnotationValues } from "../ingress/annotation-values.ts";
import type { Reach } from "../route.ts";
import type { AlbSettings } from "./settings.ts";

/** A load balancer is internal unless its scheme says otherwise; a network load balancer in front may be public on its own. */
export function albReach({ shared }: AlbSettings): { readonly reach: Reach; readonly stated: boolean } {
  const scheme = shared.text("scheme");
  const reaches = [reachOf(scheme), frontend(shared)];
  const reach = reaches.find((one) => one === "internet") ?? reaches.find((one) => one === "unknown") ?? reaches[0];
  return { reach: reach ?? "unknown", stated: scheme !== undefined };
}

function frontend(shared: AnnotationValues): Reach | undefined {
  const enabled = shared.flag("enable-frontend-nlb");
  if (enabled === "unknown") return "unknown";
  return enabled ? reachOf(shared.text("frontend-nlb-scheme")) : undefined;
}

function reachOf(scheme: string | undefined): Reach {
  if (scheme === undefined || scheme === "internal") return "private-network";
  return scheme === "internet-facing" ? "internet" : "unknown";
}
