import type { FieldPath, Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { podTemplatePath } from "../connectivity/workload.ts";
import { isPlainList, isPlainObject, own, scalarText, valueAt } from "../plain-differences.ts";

/** A ServiceAccount as a pod names it. */
export interface AccountName {
  /** Undefined where the applier decides it. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** The pods that one workload makes. */
export interface Pods {
  readonly resource: Resource;
  /** Where the template stands. */
  readonly path: FieldPath;
  readonly account: AccountName;
  /** Undefined where the ServiceAccount decides; `unknown` where it is no boolean. */
  readonly automount: boolean | undefined | "unknown";
  /** A volume holds a token for the API server, whatever else is mounted. */
  readonly mountsToken: boolean;
  readonly labels: PlainObject;
  readonly annotations: PlainObject;
}

/** What a workload says about its pods; undefined for other kinds. */
export function podsIn(resource: Resource): Pods | undefined {
  const path = podTemplatePath(resource);
  const template = path && valueAt(resource.data, path);
  if (!path || !isPlainObject(template)) return undefined;
  const metadata = objectIn(template, "metadata");
  const spec = objectIn(template, "spec");
  // `serviceAccount` is the old name of the field and counts where the new one is empty (core/v1 conversion).
  const name = scalarText(spec.serviceAccountName) || scalarText(spec.serviceAccount) || "default";
  return {
    resource,
    path,
    account: { namespace: resource.namespace, name },
    automount: booleanOf(spec.automountServiceAccountToken),
    mountsToken: isPlainList(spec.volumes) && spec.volumes.some(holdsToken),
    labels: objectIn(metadata, "labels"),
    annotations: objectIn(metadata, "annotations"),
  };
}

export function booleanOf(value: Plain | undefined): boolean | undefined | "unknown" {
  if (value === undefined || value === null) return undefined;
  return typeof value === "boolean" ? value : "unknown";
}

export function objectIn(object: PlainObject, key: string): PlainObject {
  const value = own(object, key);
  return isPlainObject(value) ? value : {};
}

/** A token for another audience says nothing to the API server, which is what it is for by default (core/v1). */
function holdsToken(volume: Plain): boolean {
  const projected = isPlainObject(volume) ? objectIn(volume, "projected") : {};
  return isPlainList(projected.sources) && projected.sources.some(isApiToken);
}

function isApiToken(source: Plain): boolean {
  const token = isPlainObject(source) ? own(source, "serviceAccountToken") : undefined;
  const audience = isPlainObject(token) ? scalarText(own(token, "audience")) : undefined;
  return audience === "" || (audience?.startsWith("https://kubernetes.default.svc") ?? false);
}
