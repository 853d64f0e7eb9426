import type { ApplicationMark } from "../analysis/coverage/application/application-marks.ts";
import type { ResourceRef } from "../kubernetes/resource.ts";
import { listed } from "./listed.ts";

/** One object by its name, several by their number and the first of their names. */
export function objectsText(objects: readonly ResourceRef[]): string {
  const names = objects.map(
    ({ kind, namespace, name }) => `${kind} \`${namespace === null ? name : `${namespace}/${name}`}\``,
  );
  return objects.length === 1 ? listed(names) : `${objects.length} objects (${listed(names)})`;
}

export function markText({ key, value }: ApplicationMark): string {
  return `\`${key}: ${value}\``;
}
