import type { FieldPath, Resource } from "../../../kubernetes/resource.ts";
import { isPlainList, isPlainObject, own, scalarText } from "../../plain-differences.ts";

/**
 * What a mark keeps from happening: `left-out` objects are not applied and deleted where that is automatic, `owned` ones are deleted
 * with an owner, or at once where it is not there, `frozen` ones stay in the cluster as they are, of `written-once` ones only a missing one is written, and `passing` ones are applied for a moment.
 */
export type Hold = "left-out" | "owned" | "frozen" | "written-once" | "passing";

/** An annotation or label with which an object asks the program that applies it for something else than to be applied. */
export interface ApplicationMark {
  /** Who heeds it. */
  readonly tool: "Argo CD" | "Flux" | "Config Sync" | "kustomize" | "Helm" | "Kubernetes";
  readonly key: string;
  readonly value: string;
  readonly path: FieldPath;
}

export interface HoldMark extends ApplicationMark {
  readonly hold: Hold;
}

/** What an object says about how it is applied; undefined where it says nothing. */
export interface Application {
  readonly hold: HoldMark | undefined;
  /** Whether what is deleted in the repository stays in the cluster. */
  readonly keep: ApplicationMark | undefined;
}

/** The strongest marks of an object. */
export function applicationOf(resource: Resource): Application {
  const found = [...readers.flatMap((reader) => marksOf(resource, reader)), ...ownersOf(resource)];
  const holds = found.filter((mark): mark is HoldMark => mark.hold !== undefined && mark.hold !== "kept");
  const hold = strongestFirst.flatMap((strength) => holds.find((mark) => mark.hold === strength) ?? [])[0];
  const keep = found.find((mark) => mark.hold === "kept" || mark.hold === "frozen");
  return { hold, keep };
}

const strongestFirst: readonly Hold[] = ["left-out", "owned", "frozen", "written-once", "passing"];

/** Whether a key says how an object is applied, for texts that set it on objects which nobody renders here. */
export function isApplicationKey(key: string): boolean {
  return readers.some((reader) => reader.key === key);
}

interface Reader {
  readonly tool: ApplicationMark["tool"];
  readonly key: string;
  /** Flux heeds labels as well, in any case (fluxcd/pkg ssa, AnyInMetadata). */
  readonly alsoLabel?: true;
  readonly read: (value: string, resource: Resource) => Hold | "kept" | undefined;
}

interface Found extends ApplicationMark {
  readonly hold: Hold | "kept" | undefined;
}

function marksOf(resource: Resource, { tool, key, alsoLabel, read }: Reader): readonly Found[] {
  const fields = alsoLabel ? (["annotations", "labels"] as const) : (["annotations"] as const);
  return fields.flatMap((field) => {
    const value = own(resource[field], key);
    const hold = typeof value === "string" ? read(value, resource) : undefined;
    return typeof value === "string" && hold ? [{ tool, key, value, path: ["metadata", field, key], hold }] : [];
  });
}

/** The garbage collector deletes an object of which no owner is there (any more). */
function ownersOf({ data }: Resource): readonly Found[] {
  const metadata = isPlainObject(data.metadata) ? data.metadata : {};
  const owners = isPlainList(metadata.ownerReferences) ? metadata.ownerReferences.filter(isPlainObject) : [];
  const [first] = owners;
  if (!first) return [];
  const value = `${scalarText(first.kind)}/${scalarText(first.name)}`;
  return [{ tool: "Kubernetes", key: "ownerReferences", value, path: ["metadata", "ownerReferences"], hold: "owned" }];
}

const readers: readonly Reader[] = [
  { tool: "Argo CD", key: "argocd.argoproj.io/hook", read: argoHook },
  // Argo CD heeds the hooks of Helm on any manifest; a CRD that calls itself one is none.
  {
    tool: "Argo CD",
    key: "helm.sh/hook",
    read: (value, resource) => {
      if (value === "crd-install" || own(resource.annotations, "argocd.argoproj.io/hook") !== undefined)
        return undefined;
      return items(value).some((one) => /^(pre|post)-(install|upgrade)$/.test(one)) ? passing(resource) : "left-out";
    },
  },
  {
    tool: "Argo CD",
    key: "argocd.argoproj.io/sync-options",
    read: (value) => (items(value).some((one) => /^(Prune|Delete)=(false|confirm)$/.test(one)) ? "kept" : undefined),
  },
  {
    tool: "Argo CD",
    key: "argocd.argoproj.io/compare-options",
    read: (value) => (items(value).includes("IgnoreExtraneous") ? "kept" : undefined),
  },
  flux("reconcile", { disabled: "frozen" }),
  flux("ssa", { ignore: "frozen", ifnotpresent: "written-once" }),
  flux("prune", { disabled: "kept" }),
  exactly("Config Sync", "configmanagement.gke.io/managed", "disabled", "frozen"),
  exactly("Config Sync", "client.lifecycle.config.k8s.io/mutation", "ignore", "written-once"),
  exactly("Config Sync", "client.lifecycle.config.k8s.io/deletion", "detach", "kept"),
  exactly("Config Sync", "cli-utils.sigs.k8s.io/on-remove", "keep", "kept"),
  exactly("Helm", "helm.sh/resource-policy", "keep", "kept"),
  // kustomize takes any value but "false" for a yes.
  {
    tool: "kustomize",
    key: "config.kubernetes.io/local-config",
    read: (value) => (value === "false" ? undefined : "left-out"),
  },
];

function flux(key: string, holds: Readonly<Record<string, Hold | "kept">>): Reader {
  return {
    tool: "Flux",
    key: `kustomize.toolkit.fluxcd.io/${key}`,
    alsoLabel: true,
    read: (value) => own(holds, value.toLowerCase()) as Hold | "kept" | undefined,
  };
}

function exactly(tool: ApplicationMark["tool"], key: string, wanted: string, hold: Hold | "kept"): Reader {
  return { tool, key, read: (value) => (value === wanted ? hold : undefined) };
}

/** Hooks of phases that no ordinary sync comes to, and misspelt ones, are never applied (gitops-engine, pkg/sync/hook). */
function argoHook(value: string, resource: Resource): Hold {
  return items(value).some((phase) => /^(PreSync|Sync|PostSync)$/.test(phase)) ? passing(resource) : "left-out";
}

/** A hook that is deleted as soon as it is there is as good as left out. */
function passing({ annotations }: Resource): Hold {
  const policies = ["argocd.argoproj.io/hook-delete-policy", "helm.sh/hook-delete-policy"].flatMap((key) =>
    items(own(annotations, key) as string | undefined),
  );
  return policies.some((policy) => /^(HookSucceeded|hook-succeeded)$/.test(policy)) ? "left-out" : "passing";
}

function items(value = ""): readonly string[] {
  return value.split(",").map((item) => item.trim());
}
