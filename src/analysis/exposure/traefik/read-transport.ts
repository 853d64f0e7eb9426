import type { PlainObject } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { type FieldSettings, fieldSettings } from "../field-settings.ts";
import { asObject } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";
import { refer } from "./objects.ts";
import { isTrue, objectsOf, qualified, textsOf } from "./values.ts";

type BackendTls = NonNullable<ControlValues["backendTls"]>;

export interface TransportReading {
  readonly value: BackendTls;
  readonly settings: FieldSettings;
  readonly aspects: readonly Aspect[];
}

/** The hop to the pods: by HTTPS if the scheme says so, or without one the port. */
export function readTransport(
  world: World,
  hop: { readonly scheme: string | undefined; readonly port: string; readonly transport: string | undefined },
  namespace: string | null | undefined,
): TransportReading {
  const secure = hop.scheme ? hop.scheme === "https" : hop.port === "443" || hop.port.startsWith("https");
  if (!secure) return { value: { level: "none", by: "" }, ...nothingMore };
  // Certificates are checked against the authorities of the system, unless the static configuration says otherwise.
  if (!hop.transport) return { value: { level: "verified", by: "" }, ...nothingMore };
  const found = refer(world, "ServersTransport", namespace, hop.transport);
  if ("missing" in found)
    return { value: { level: "unknown", by: `ServersTransport ${found.missing}` }, ...nothingMore };
  const { resource } = found;
  world.use(resource);
  const spec = asObject(resource.data.spec) ?? {};
  const fields = ["insecureSkipVerify", "rootCAsSecrets", "rootCAs", "certificatesSecrets", "serverName"];
  return {
    value: levelOf(spec, resource.namespace),
    settings: fieldSettings(resource, ["spec"], fields),
    aspects: fields.map((field) => ({ resource, path: ["spec", field] })),
  };
}

const nothingMore = { settings: { texts: {}, aspects: [] }, aspects: [] };

function levelOf(spec: PlainObject, namespace: string | undefined): BackendTls {
  if (isTrue(spec.insecureSkipVerify)) return { level: "encrypted", by: "" };
  const authorities = [
    ...textsOf(spec.rootCAsSecrets).map((name) => qualified(namespace, name)),
    ...objectsOf(spec.rootCAs).flatMap(({ item }) =>
      [...textsOf(item.secret), ...textsOf(item.configMap)].map((name) => qualified(namespace, name)),
    ),
  ];
  const by = [...new Set([...authorities, ...textsOf(spec.serverName)])].sort().join(", ");
  return { level: textsOf(spec.certificatesSecrets).length > 0 ? "mutual" : "verified", by };
}

/** The least protected of several hops. */
export function weakestHop(hops: readonly BackendTls[]): BackendTls {
  const rank = { none: 0, unknown: 1, encrypted: 2, verified: 3, mutual: 4 };
  return (
    [...hops].sort((a, b) => rank[a.level] - rank[b.level] || (a.by < b.by ? -1 : 1))[0] ?? { level: "none", by: "" }
  );
}
