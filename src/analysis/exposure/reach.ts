import type { Entry, Reach } from "./route.ts";

/** Whether requests that only a private network or the cluster could send can now come from anywhere. */
export function isMadePublic(from: Entry, to: Entry): boolean {
  return (from.reach === "private-network" || from.reach === "cluster") && to.reach === "internet";
}

/** Who can reach an entry, to stand after "from". */
export function showReach(reach: Reach): string {
  return {
    internet: "the internet",
    "private-network": "the private network",
    node: "the network of the nodes",
    cluster: "inside the cluster",
    unknown: "a network that is not known",
  }[reach];
}
