import type { Plain } from "../../../kubernetes/resource.ts";
import { isPlainObject, own, scalarText } from "../../plain-differences.ts";
import type { Weight } from "../privilege-change.ts";
import type { Entry } from "./patterns.ts";

/** A list of an AppProject (argoproj.io/v1alpha1) by which it allows something, or takes it away. */
export interface ProjectList {
  readonly field: string;
  readonly read: (item: Plain) => Entry | undefined;
  readonly says: (entry: Entry) => string;
  readonly weightOf: (entry: Entry) => Weight;
  /** What stands in it is taken away. */
  readonly restricts?: true;
  /** What counts where the field is absent. */
  readonly absent?: readonly Entry[];
  readonly paths?: true;
}

const anyHigh = (entry: Entry): Weight => (entry.includes("*") ? "high" : "medium");

/** Kinds by which an Application could give itself rights. */
const weightOfKind = ([group = "", kind = ""]: Entry): Weight =>
  kind === "*" || group === "*" || group === "rbac.authorization.k8s.io" ? "high" : "medium";

const sayKind = ([group, kind]: Entry) =>
  kind === "*"
    ? group === "*"
      ? "every kind"
      : `every kind of \`${group}\``
    : `kind \`${kind}\`${group ? ` of \`${group}\`` : ""}`;

const readKind = (item: Plain): Entry | undefined =>
  isPlainObject(item) ? [scalarText(own(item, "group")), scalarText(own(item, "kind"))] : undefined;

export const projectLists: readonly ProjectList[] = [
  {
    field: "sourceRepos",
    // Argo CD takes both spellings for one repository.
    read: (item) => [scalarText(item).replace(/\.git$/, "")],
    says: ([repo]) => (repo === "*" ? "takes manifests from any repository" : `takes manifests from \`${repo}\``),
    weightOf: anyHigh,
    paths: true,
  },
  {
    field: "sourceNamespaces",
    read: (item) => [scalarText(item)],
    says: ([name]) => `takes Applications from ${name === "*" ? "any namespace" : `namespace \`${name}\``}`,
    weightOf: anyHigh,
  },
  {
    field: "destinations",
    read: readDestination,
    says: sayDestination,
    weightOf: ([cluster, namespace]) => (cluster === "*" || strongNamespaces.has(namespace ?? "") ? "high" : "medium"),
  },
  {
    field: "clusterResourceWhitelist",
    read: readKind,
    says: (entry) => `deploys cluster-wide objects of ${sayKind(entry)}`,
    weightOf: weightOfKind,
  },
  {
    field: "clusterResourceBlacklist",
    read: readKind,
    says: (entry) => `deploys cluster-wide objects of ${sayKind(entry)} that were excluded`,
    weightOf: weightOfKind,
    restricts: true,
  },
  {
    field: "namespaceResourceWhitelist",
    read: readKind,
    says: (entry) => `deploys objects of ${sayKind(entry)} in namespaces`,
    weightOf: weightOfKind,
    absent: [["*", "*"]],
  },
  {
    field: "namespaceResourceBlacklist",
    read: readKind,
    says: (entry) => `deploys objects of ${sayKind(entry)} in namespaces that were excluded`,
    weightOf: weightOfKind,
    restricts: true,
  },
];

const strongNamespaces = new Set(["*", "kube-system", "argocd", "flux-system"]);

function readDestination(item: Plain): Entry | undefined {
  if (!isPlainObject(item)) return undefined;
  const field = (key: string) => scalarText(own(item, key));
  return [field("server") || field("name"), field("namespace")];
}

function sayDestination([cluster, namespace]: Entry): string {
  const where = cluster === "*" ? "any cluster" : `cluster \`${cluster}\``;
  return `deploys to ${namespace === "*" ? "any namespace" : `namespace \`${namespace}\``} of ${where}`;
}
