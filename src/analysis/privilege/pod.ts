import type { FieldPath, Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { podTemplatePath } from "../connectivity/workload.ts";
import { isPlainList, isPlainObject, own, scalarText } from "../plain-differences.ts";

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

/** The ServiceAccount object that a pod runs as; one that names no namespace may be applied to any. */
export function accountObject(resources: readonly Resource[], account: AccountName): Resource | undefined {
  const accounts = resources.filter(
    ({ group, kind, name }) => group === "" && kind === "ServiceAccount" && name === account.name,
  );
  const exact = accounts.find(({ namespace }) => namespace === account.namespace);
  // Every namespace has an account of this name.
  if (exact || account.name === "default") return exact;
  return accounts.find(({ namespace }) => namespace === undefined || account.namespace === undefined);
}

/** A token for another audience says nothing to the API server (core/v1 ServiceAccountTokenProjection). */
function holdsToken(volume: Plain): boolean {
  const projected = isPlainObject(volume) ? objectIn(volume, "projected") : {};
  return isPlainList(projected.sources) && projected.sources.some(isApiToken);
}

function isApiToken(source: Plain): boolean {
  const token = isPlainObject(source) ? own(source, "serviceAccountToken") : undefined;
  return isPlainObject(token) && scalarText(own(token, "audience")) === "";
}

function valueAt(data: PlainObject, path: FieldPath): Plain | undefined {
  let value: Plain | undefined = data;
  for (const step of path) value = isPlainObject(value) ? own(value, String(step)) : undefined;
  return value;
}
