import type { Resource } from "../../../kubernetes/resource.ts";
import { type ControllerContainer, flagNamed } from "../controller-containers.ts";
import { hasPlaceholder } from "../host-pattern.ts";

/** What the ConfigMap of a controller says where an Ingress says nothing. */
export interface NginxDefaults {
  /** The ConfigMap, if the repository has the one that counts. */
  readonly resource: Resource | undefined;
  /** Its `data`, values as text. Read it with `defaultValue` and `defaultFlag`: keys come from the manifest's author. */
  readonly values: Readonly<Record<string, string>>;
  /** The containers of the controller that serves the class, as far as the repository has them. */
  readonly containers?: readonly ControllerContainer[];
  /** What had to be taken for granted about it. */
  readonly assumptions: readonly string[];
}

/** A controller without a ConfigMap. */
export const builtIn: NginxDefaults = {
  resource: undefined,
  values: {},
  assumptions: ["ingress-nginx runs with its default ConfigMap"],
};

/** The value of a key; an empty one counts as absent. */
export function defaultValue({ values }: NginxDefaults, key: string): string | undefined {
  return (Object.hasOwn(values, key) ? values[key]?.trim() : undefined) || undefined;
}

/** A boolean of the ConfigMap; undefined where it says nothing or nothing readable. */
export function defaultFlag(defaults: NginxDefaults, key: string): boolean | "unknown" | undefined {
  const value = defaultValue(defaults, key);
  if (value === undefined) return undefined;
  if (["1", "t", "T", "TRUE", "true", "True"].includes(value)) return true;
  if (["0", "f", "F", "FALSE", "false", "False"].includes(value)) return false;
  return hasPlaceholder(value) ? "unknown" : undefined;
}

/** Whether a path begins with an entry of a list of locations, which exempts the challenges of certificate authorities unasked. */
export function isInLocations(path: string, { values }: NginxDefaults, key: string): boolean {
  const list = Object.hasOwn(values, key) ? (values[key] ?? "") : "/.well-known/acme-challenge";
  return list.split(",").some((entry) => entry.trim() !== "" && path.startsWith(entry.trim()));
}

export const passthroughFlag = "enable-ssl-passthrough";

/** Whether the controller is there and was not told to pass connections through: the annotation does nothing then. */
export function refusesPassthrough({ containers = [] }: NginxDefaults): boolean {
  const isTold = (container: ControllerContainer) => {
    const value = flagNamed(container, passthroughFlag)?.value;
    return value !== undefined && !/^(0|f|false)$/i.test(value);
  };
  return containers.length > 0 && !containers.some(isTold);
}
