import type { ExposureRow, FlowRow, GrantRow } from "../../analysis/inventory/inventory-row.ts";
import { counted } from "../wording.ts";
import { type Inventory, isSection } from "./inventory.ts";

/** The numbers that somebody wants to see first. What has one name in several views counts once. */
export interface InventorySummary {
  readonly hosts: number;
  readonly rawPorts: number;
  /** Hosts and raw ports by who reaches them. */
  readonly reach: Readonly<Record<ExposureRow["entry"]["reach"], number>>;
  /** Hosts that some requests reach without TLS, among all hosts. */
  readonly hostsWithoutTls: number;
  readonly hostsWithTlsNotKnown: number;
  readonly hostsWithoutAuthentication: number;
  readonly grants: number;
  /** Principals whose grants in the whole cluster amount to power of medium danger or worse. */
  readonly clusterPowers: number;
  /** Those of them that can do everything. */
  readonly clusterAdmins: number;
  readonly unknownGrants: number;
  readonly cloudIdentities: number;
  readonly namespaces: number;
  /** Namespaces in which no policy isolates a single pod, and those in which some pods are left out. */
  readonly namespacesNotIsolated: number;
  readonly namespacesPartlyIsolated: number;
  readonly notRendered: number;
  readonly asWritten: number;
  readonly notRead: number;
  readonly notUnderstood: number;
  /** Rows whose file has no owner. */
  readonly withoutOwner: number;
  readonly rows: number;
}

export function summaryOf(inventory: Inventory): InventorySummary {
  const rows = inventory.rows;
  const exposures = rows.filter(isSection("exposure")).map(({ row }) => row);
  const grants = rows.filter(isSection("access")).map(({ row }) => row);
  const flows = rows.filter(isSection("connectivity")).map(({ row }) => row);
  const gaps = rows.filter(isSection("gap")).map(({ row }) => row.gap);
  const count = (kind: (typeof gaps)[number]) => gaps.filter((gap) => gap === kind).length;
  return {
    ...exposureNumbers(exposures),
    ...grantNumbers(grants),
    ...flowNumbers(flows),
    notRendered: count("not-rendered"),
    asWritten: count("as-written"),
    notRead: count("not-read"),
    notUnderstood: count("not-understood"),
    withoutOwner: rows.filter(({ owners }) => owners.length === 0).length,
    rows: rows.length,
  };
}

function exposureNumbers(rows: readonly ExposureRow[]) {
  const doors = (some: readonly ExposureRow[]) => new Set(some.map(({ host }) => host)).size;
  const hosts = rows.filter(({ pattern }) => pattern !== "port");
  const reached = (reach: ExposureRow["entry"]["reach"]) => doors(rows.filter(({ entry }) => entry.reach === reach));
  return {
    hosts: doors(hosts),
    rawPorts: doors(rows.filter(({ pattern }) => pattern === "port")),
    reach: {
      internet: reached("internet"),
      unknown: reached("unknown"),
      node: reached("node"),
      "private-network": reached("private-network"),
      cluster: reached("cluster"),
    },
    hostsWithoutTls: doors(hosts.filter(({ protection }) => protection.tls === "no")),
    hostsWithTlsNotKnown: doors(hosts.filter(({ protection }) => protection.tls === "unknown")),
    hostsWithoutAuthentication: doors(hosts.filter(({ protection }) => protection.authentication === "none")),
  };
}

function grantNumbers(rows: readonly GrantRow[]) {
  const holders = (some: readonly GrantRow[]) => new Set(some.map(({ principal }) => principal.key)).size;
  const inCloud = rows.filter(({ scope }) => scope.kind === "cloud");
  const held = rows.filter(({ scope, notes }) => scope.kind !== "cloud" && !notes.includes("not-bound"));
  const ofCluster = held.filter(({ scope, power }) => scope.kind === "cluster" && mighty.has(power));
  return {
    grants: held.length,
    clusterPowers: holders(ofCluster),
    clusterAdmins: holders(ofCluster.filter(({ powers }) => powers.some(({ family }) => family === "cluster-admin"))),
    cloudIdentities: inCloud.length,
    unknownGrants: held.filter(({ power }) => power === "unknown").length,
  };
}

const mighty: ReadonlySet<GrantRow["power"]> = new Set(["critical", "high", "medium"]);

function flowNumbers(rows: readonly FlowRow[]) {
  const placesOf = (some: readonly FlowRow[]) =>
    some.flatMap(({ namespace, views }) =>
      views.map((view) => ({ namespace, key: JSON.stringify([namespace, view]) })),
    );
  const count = (places: ReturnType<typeof placesOf>) => new Set(places.map(({ namespace }) => namespace)).size;
  const incoming = rows.filter(({ direction }) => direction !== "egress");
  const isolated = new Set(placesOf(incoming.filter(({ state }) => state !== "not-isolated")).map(({ key }) => key));
  const open = placesOf(incoming.filter(({ state }) => state === "not-isolated"));
  return {
    namespaces: count(placesOf(rows)),
    namespacesNotIsolated: count(open.filter(({ key }) => !isolated.has(key))),
    namespacesPartlyIsolated: count(open.filter(({ key }) => isolated.has(key))),
  };
}

/** The numbers as a few lines: a title and what it says. */
export function summaryLines(inventory: Inventory): readonly (readonly [title: string, text: string])[] {
  const summary = summaryOf(inventory);
  const { notRendered, asWritten, notRead, notUnderstood, withoutOwner, rows } = summary;
  const gaps = [
    ...(notRendered > 0 ? [`${counted(notRendered, "generator")} not rendered`] : []),
    ...(notRead > 0 ? [`${counted(notRead, "file")} not read`] : []),
    ...(notUnderstood > 0 ? [`${counted(notUnderstood, "object")} not understood in full`] : []),
    ...(asWritten > 0 ? [`patches of ${counted(asWritten, "kustomization")} not applied`] : []),
  ];
  return [
    ["ways in", exposureText(summary)],
    ["grants", grantText(summary)],
    ["flows", flowText(summary)],
    [
      "not here",
      gaps.length === 0 ? "nothing: every manifest was read" : `${gaps.join(", ")}: what these hold is missing below`,
    ],
    [
      "owners",
      inventory.hasCodeowners
        ? `${withoutOwner} of ${counted(rows, "row")} have no owner in CODEOWNERS`
        : "there is no CODEOWNERS file, so nobody is named",
    ],
  ];
}

function exposureText(summary: InventorySummary): string {
  const { hosts, rawPorts, reach } = summary;
  if (hosts + rawPorts === 0) return "none in the manifests that could be read";
  const doors = [
    ...(hosts > 0 ? [counted(hosts, "host")] : []),
    ...(rawPorts > 0 ? [counted(rawPorts, "raw port")] : []),
  ];
  const reached = [
    ...(reach.internet > 0 ? [`${reach.internet} from the internet`] : []),
    ...(reach.unknown > 0 ? [`${reach.unknown} from a network that the repository does not tell`] : []),
    ...(reach.node > 0 ? [`${reach.node} on the nodes`] : []),
    ...(reach["private-network"] > 0 ? [`${reach["private-network"]} from a private network`] : []),
    ...(reach.cluster > 0 ? [`${reach.cluster} inside the cluster only`] : []),
  ];
  const weak = hosts > 0 ? `; ${weakText(summary)}` : "";
  return `${doors.join(" and ")}: ${reached.join(", ")}${weak}`;
}

function weakText({ hostsWithoutTls, hostsWithTlsNotKnown, hostsWithoutAuthentication }: InventorySummary): string {
  const unknown = hostsWithTlsNotKnown > 0 ? ` (and ${hostsWithTlsNotKnown} where that is not known)` : "";
  return `${counted(hostsWithoutTls, "host")} without TLS${unknown}, ${hostsWithoutAuthentication} without authentication at the edge`;
}

function grantText({ grants, clusterPowers, clusterAdmins, unknownGrants, cloudIdentities }: InventorySummary): string {
  if (grants + cloudIdentities === 0) return "none in the manifests that could be read";
  const admins = clusterAdmins > 0 ? `, ${clusterAdmins} of them over everything` : "";
  const unknown = unknownGrants > 0 ? `; ${counted(unknownGrants, "grant")} of roles that nobody can see here` : "";
  const cloud = cloudIdentities > 0 ? `; ${cloudIdentities} act in a cloud` : "";
  const held = `${counted(clusterPowers, "principal")} with power over the whole cluster${admins}`;
  return `${counted(grants, "grant")}; ${held}${unknown}${cloud}`;
}

function flowText({ namespaces, namespacesNotIsolated, namespacesPartlyIsolated }: InventorySummary): string {
  if (namespaces === 0) return "no namespace in the manifests that could be read";
  const partly = namespacesPartlyIsolated > 0 ? `, ${namespacesPartlyIsolated} only some of their pods` : "";
  return `${counted(namespaces, "namespace")}: ${namespacesNotIsolated} isolate no pod${partly}`;
}
