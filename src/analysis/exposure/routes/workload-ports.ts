import type { RouteKind } from "../route-kind.ts";
import { nodePortsOf, workloadKinds } from "../services/workload-ports.ts";

/** Ports of nodes that the pods of workloads take, by `hostPort` or by sharing the node's network. */
export const workloadPorts: RouteKind = {
  name: "workload ports",
  readRoutes: (world) => ({
    routes: workloadKinds.flatMap(([groups, kind]) => world.of(groups, kind).flatMap(nodePortsOf)),
    problems: [],
  }),
};
