import type { Resource } from "../../../kubernetes/resource.ts";
import type { ResponseHeaders } from "../controls/response-headers.ts";
import { type FieldSettings, fieldSettings } from "../field-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import { isSecurityHeader } from "../security-headers.ts";
import type { World } from "../world.ts";
import { defaultValue, type NginxDefaults } from "./controller-defaults.ts";
import { entriesOf } from "./read-source-range.ts";

export interface AddedHeaders {
  readonly response: ResponseHeaders;
  /** Keys of the controller's ConfigMap that are read in full. */
  readonly keys: readonly string[];
  /** Headers that no control interprets, by the ConfigMap that adds them. */
  readonly texts: Readonly<Record<string, string>>;
  readonly aspects: readonly Aspect[];
}

/** What `add-headers` and `hide-headers` do to every answer, and the text of what `proxy-set-headers` does to every request. */
export function addedHeaders(resource: Resource, defaults: NginxDefaults, world: World): AddedHeaders {
  const hidden = entriesOf(defaultValue(defaults, "hide-headers") ?? "");
  const onlySecurity = hidden.every(isSecurityHeader);
  const added = listIn("add-headers", defaults, world);
  const sent = listIn("proxy-set-headers", defaults, world);
  const set = Object.entries(asObject(added?.data.data) ?? {}).filter(([name]) => isSecurityHeader(name));
  const response = new Map<string, string | null>([
    ...hidden.filter(isSecurityHeader).map((name) => [name.toLowerCase(), null] as const),
    ...set.map(([name, value]) => [name.toLowerCase(), asText(value) ?? JSON.stringify(value)] as const),
  ]);
  const left = [
    added &&
      fieldSettings(
        added,
        ["data"],
        set.map(([name]) => name),
      ),
    sent && fieldSettings(sent, ["data"], []),
  ].flatMap((one): FieldSettings[] => (one ? [one] : []));
  const ownKeys = ["hide-headers", "add-headers"].map((key): Aspect => ({ resource, path: ["data", key] }));
  const ofAdded = set.flatMap(([name]): Aspect[] => (added ? [{ resource: added, path: ["data", name] }] : []));
  return {
    response: Object.fromEntries([...response].sort(([a], [b]) => (a < b ? -1 : 1))),
    keys: [...(onlySecurity ? ["hide-headers"] : []), ...(added ? ["add-headers"] : [])],
    texts: Object.assign({}, ...left.map(({ texts }) => texts)),
    aspects: [...ownKeys, ...ofAdded, ...left.flatMap(({ aspects }) => aspects)],
  };
}

function listIn(key: string, defaults: NginxDefaults, world: World): Resource | undefined {
  const [namespace, name] = defaultValue(defaults, key)?.split("/") ?? [];
  return name === undefined ? undefined : world.find("", "ConfigMap", namespace, name);
}
