import type { DesiredState, Generator, Unread } from "../../kubernetes/desired-state.ts";
import { topicOf } from "../../kubernetes/kinds.ts";
import { type FieldPath, identityOf, type Plain, type Resource } from "../../kubernetes/resource.ts";
import { policyKinds } from "../connectivity/policies/index.ts";
import { projectionOf } from "../opaque/projection.ts";
import { type GapRow, objectName, placeOf, type Touches } from "./inventory-row.ts";
import { type InventoryView, statedNamespaces } from "./inventory-view.ts";

const nowhere: Touches = { namespaces: [], everyNamespace: false, hosts: [] };

/** What of a commit the other sections cannot speak of: generators that were not run, and files that could not be read. */
export function gapsOfState({ generators, unread }: Pick<DesiredState, "generators" | "unread">): readonly GapRow[] {
  const rows = [...generators.filter(isGap).map(generatorRow), ...unread.map(unreadRow)];
  return [...new Map(rows.map((row) => [JSON.stringify([row.identity, row.place]), row])).values()];
}

/** Objects of a view that nobody here understands, in whole or in part. */
export function gapsOfView(view: InventoryView): readonly GapRow[] {
  const { exposure, access, connectivity } = view;
  return [
    ...exposure.problems.map(({ resource, path, text, subject }) =>
      objectRow(resource, path, text, [text, subject], view),
    ),
    ...access.problems.map(({ resource, path, what, text }) =>
      objectRow(resource, path, `it ${what}`, [what, text], view),
    ),
    ...connectivity.problems.map(({ resource, path, problem, text }) =>
      objectRow(resource, path, `it ${problem}`, [problem, text], view),
    ),
    ...view.resources
      .filter((resource) => isOpaque(resource, view))
      .map((resource) =>
        objectRow(resource, [], opaqueReasons[topicOf(resource.group, resource.kind) ?? ""] ?? unknownKind, [], view),
      ),
  ];
}

/**
 * A source only says where content comes from, which the generators that use it stand for; a chart inside a chart is rendered with
 * it. Of kustomizations those count that nothing else draws from.
 */
function isGap({ kind, root, usedBy }: Generator): boolean {
  if (kind === "flux-source") return false;
  return kind === "helm-release" || kind === "argo-application" || usedBy.includes(root);
}

function generatorRow({ kind, root, inputs }: Generator): GapRow {
  const [definition] = inputs.filter(({ role }) => role === "definition");
  const hash = root.indexOf("#");
  const file = hash >= 0 ? root.slice(0, hash) : (definition?.file ?? root);
  const name = (hash >= 0 ? root.slice(hash + 1) : root).replace(/^\//, "") || ".";
  const isListed = kind === "kustomize" || kind === "flux-kustomization";
  return {
    ...gap(isListed ? "as-written" : "not-rendered", `${generatorNames[kind]} ${name}`, reasons[kind]),
    place: { file, line: null },
    identity: ["generator", kind, root, file],
    rank: [Object.keys(reasons).indexOf(kind)],
  };
}

const generatorNames: Readonly<Record<Generator["kind"], string>> = {
  "helm-release": "HelmRelease",
  "helm-chart": "chart",
  helmfile: "helmfile",
  "argo-application": "Application",
  "flux-kustomization": "Flux Kustomization",
  kustomize: "kustomization",
  "flux-source": "source",
};

/** In the order in which they stand: what may hold anything first. */
const reasons: Readonly<Record<Generator["kind"], string>> = {
  "helm-release": "the objects of the chart are missing here",
  "helm-chart": "the objects of the templates are missing here",
  helmfile: "the objects of the charts are missing here",
  "argo-application": "what comes from charts or other repositories is missing here",
  "flux-kustomization":
    "manifests of this repository are listed without its patches, substitutions and namespace; others are missing",
  kustomize:
    "manifests of this repository are listed without its patches, name changes and namespace; others are missing",
  "flux-source": "where content comes from",
};

function unreadRow({ file, reason, detail, location, seemsToHold }: Unread): GapRow {
  const holds = seemsToHold.length > 0 ? ` It seems to hold ${[...seemsToHold].sort().join(", ")}.` : "";
  return {
    ...gap("not-read", `file ${file}`, `${detail}${holds}`),
    place: { file, line: location.line },
    identity: ["not-read", reason, file, detail],
    rank: [-1, seemsToHold.length > 0 ? 0 : 1],
  };
}

function objectRow(
  resource: Resource,
  path: FieldPath,
  reason: string,
  subject: readonly Plain[],
  view: InventoryView,
): GapRow {
  return {
    ...gap("not-understood", objectName(resource), reason),
    views: [view.name],
    place: placeOf(resource, path),
    touches: { ...view.touchesOf(statedNamespaces(resource)) },
    identity: ["not-understood", identityOf(resource), ...subject],
    rank: [-2],
  };
}

const unknownKind = "its kind is not read yet: what it admits, grants or protects is not known";

const opaqueReasons: Readonly<Record<string, string>> = {
  exposure: "nothing in the repository makes it part of a route",
  privilege: "what it allows is judged when it changes, and not listed here",
  "routing-support": "who it lets in is judged when it changes, and not listed here",
};

/** An object of a protected kind that no row can follow from. */
function isOpaque(resource: Resource, { exposure }: InventoryView): boolean {
  const topic = topicOf(resource.group, resource.kind);
  if (topic === "opaque" || topic === "privilege" || letsIn(resource)) return projectionOf(resource) !== null;
  if (topic === "connectivity") return !readPolicyKinds.has(`${resource.group}/${resource.kind}`);
  return topic === "exposure" && !exposure.world.isUsed(resource) && projectionOf(resource) !== null;
}

/** A ConfigMap that says who may do what. */
function letsIn({ group, kind, name }: Resource): boolean {
  return group === "" && kind === "ConfigMap" && (name === "aws-auth" || name === "argocd-rbac-cm");
}

const readPolicyKinds: ReadonlySet<string> = new Set(policyKinds.flatMap(({ kinds }) => [...kinds]));

function gap(kind: GapRow["gap"], object: string, reason: string) {
  return { section: "gap", views: [], object, gap: kind, reason, also: [], touches: nowhere } as const;
}
