import type { Difference } from "../../plain-differences.ts";
import { isApplicationKey } from "../application/application-marks.ts";
import type { Concern } from "../concern.ts";
import { concernOfDifference } from "../concern-of-difference.ts";
import { namesVersion } from "../version-text.ts";

/**
 * What a field of a HelmRelease, HelmChart, Flux Kustomization, Flux source or Argo CD Application is about.
 * Fields that only steer the delivery (interval, health checks, sync options) are `other`.
 */
export function concernOfObjectField(kind: string, difference: Difference): Concern {
  const path = difference.path.filter((step): step is string => typeof step === "string");
  // A release in another namespace brings everything it makes with it; one that now says where it was stays there.
  if (path.join(".") === "metadata.namespace" && difference.before !== undefined && difference.after !== undefined)
    return "scope";
  if (path[1] === "commonMetadata" && isApplicationKey(path[3] ?? "")) return "scope";
  if (path[0] !== "spec") return isHeldBack(path) ? "withheld" : "other";
  // An ApplicationSet is Applications from a template, and a generator that says for which clusters and folders.
  if (kind === "ApplicationSet") return applicationSetConcern(path, difference);
  return specConcern(kind, path.slice(1), difference);
}

/** Annotations and labels of the object itself: whether it is applied, or does anything. */
function isHeldBack([metadata, field, key = ""]: readonly string[]): boolean {
  if (metadata !== "metadata" || (field !== "annotations" && field !== "labels")) return false;
  return isApplicationKey(key) || key === "argocd.argoproj.io/skip-reconcile";
}

function applicationSetConcern(path: readonly string[], difference: Difference): Concern {
  if (path[1] === "template" && path[2] === "spec") return specConcern("Application", path.slice(3), difference);
  return path[1] === "generators" || path[1] === "templatePatch" ? "scope" : "other";
}

function specConcern(kind: string, path: readonly string[], difference: Difference): Concern {
  const [table, values] = tables.get(kind) ?? [[], /^$/];
  const text = path.join(".");
  const own = table.find(([pattern]) => pattern.test(text));
  if (own) return own[1] === "version" && pointsElsewhere(difference) ? "remote" : own[1];
  const inside = values.exec(text)?.[0].split(".").length;
  return inside === undefined ? "other" : concernOfDifference({ ...difference, path: path.slice(inside) });
}

function pointsElsewhere({ before, after }: Difference): boolean {
  return before !== undefined && typeof after === "string" && !namesVersion(after);
}

type Table = readonly (readonly [RegExp, Concern])[];

const helmRelease: Table = [
  [/^chart\.spec\.version$|^chart\.(version|ref)$/, "version"],
  [
    /^chart\.spec\.(chart|sourceRef)|^chart\.(repository|name|git|path)$|^chartRef|^valuesFrom|^chart\.spec\.valuesFiles?/,
    "remote",
  ],
  [/^(targetNamespace|kubeConfig)/, "scope"],
  [/^serviceAccountName$/, "access"],
  [/^(suspend$|driftDetection(\.|$))/, "withheld"],
];

const kustomization: Table = [
  [/^(path|targetNamespace|sourceRef|kubeConfig|namePrefix|nameSuffix|components)(\.|$)/, "scope"],
  [/^serviceAccountName$/, "access"],
  [/^(suspend|prune)$/, "withheld"],
];

const application: Table = [
  [/^sources?\.targetRevision$/, "version"],
  [/^sources?\.helm\.valueFiles/, "remote"],
  [/^(sources?\.(repoURL|path|chart|ref|directory|plugin)|destination|project)(\.|$)/, "scope"],
  [/^(syncPolicy\.automated|ignoreDifferences)(\.|$)/, "withheld"],
];

const helmChart: Table = [
  [/^version$/, "version"],
  [/^(chart|repo|chartContent)$/, "remote"],
  [/^targetNamespace$/, "scope"],
];

/** Signature verification and TLS towards the source decide what it is worth, as much as its address does. */
const source: Table = [
  [/^ref(\.|$)/, "version"],
  [/^suspend$/, "withheld"],
  [/^(ignore|sparseCheckout)(\.|$)/, "scope"],
  [
    /^(url|type|verify|insecure|include|layerSelector|provider|bucketName|endpoint|region|prefix|certSecretRef|proxySecretRef)(\.|$)/,
    "remote",
  ],
];

/** By kind: fields with a meaning of their own, and where values begin whose keys are judged by their words. */
const tables: ReadonlyMap<string, readonly [Table, RegExp]> = new Map<string, readonly [Table, RegExp]>(
  Object.entries({
    HelmRelease: [helmRelease, /^(values|postRenderers)/],
    Kustomization: [kustomization, /^(postBuild\.substitute(?!From)|patches|patchesStrategicMerge|patchesJson6902)/],
    Application: [application, /^sources?\.(helm\.(values|valuesObject|parameters)|kustomize)/],
    HelmChart: [helmChart, /^(valuesContent|set)/],
    HelmChartConfig: [helmChart, /^valuesContent/],
    GitRepository: [source, /^$/],
    OCIRepository: [source, /^$/],
    HelmRepository: [source, /^$/],
    Bucket: [source, /^$/],
  }),
);
