import type { ControllerProfile } from "../controller-profile.ts";
import { gkeAnnotations, weighGkeAnnotation } from "../gke/annotations.ts";
import { gkeServer } from "../gke/server-reading.ts";
import type { Reach } from "../route.ts";

const reaches: ReadonlyMap<string | undefined, Reach> = new Map<string, Reach>([
  ["gce", "internet"],
  ["gce-regional-external", "internet"],
  ["gce-internal", "private-network"],
]);

/** Load balancers of Google Cloud as GKE builds them from Ingresses (ingress-gce). */
export const gke: ControllerProfile = {
  name: "gke",
  classNames: ["gce", "gce-internal", "gce-regional-external"],
  controllerNames: ["k8s.io/ingress-gce"],
  assumptions: ["GKE logs requests and accepts TLS 1.0 where nothing says otherwise"],
  annotations: gkeAnnotations,
  hostWide: new Set(),
  defaultBackendReach: "every-host",
  weigh: weighGkeAnnotation,
  aliases: () => [],
  isCanary: () => false,
  // A wildcard of a URL map spans any number of labels.
  hostOf: (host) => (host.kind === "one-label" ? { kind: "suffix", suffix: host.suffix } : host),
  reachOf({ className }) {
    const reach = reaches.get(className);
    return reach && { reach, stated: true };
  },
  server: (host, _, world) => gkeServer(host, world),
};
