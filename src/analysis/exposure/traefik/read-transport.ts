import type { PlainObject } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { type FieldSettings, fieldSettings, settingName } from "../field-settings.ts";
import { asObject, fieldAt } from "../plain-fields.ts";
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

/** A hop from Traefik to a service, as its reference describes it. */
export interface Hop {
  readonly secure: boolean;
  readonly kind: "ServersTransport" | "ServersTransportTCP";
  readonly transport: string | undefined;
  /** The field that names the transport. */
  readonly field: Aspect;
}

/** Whether a hop is one by HTTPS: the scheme says so, or without one the port or its name. */
export function isHttps(scheme: string | undefined, port: string): boolean {
  return scheme ? scheme === "https" : port === "443" || port.startsWith("https");
}

/** The encryption of a hop. Without TLS a transport only has timeouts to say, which stay as text. */
export function readTransport(world: World, hop: Hop, namespace: string | null | undefined): TransportReading {
  const { secure, kind, transport, field } = hop;
  const found = transport ? refer(world, kind, namespace, transport) : undefined;
  const plain = { level: "none", by: "" } as const;
  if (transport && (!found || "missing" in found)) {
    const name = found?.missing ?? transport;
    const settings = secure ? nothingMore.settings : { texts: { [settingName(field.path)]: name }, aspects: [field] };
    return { value: secure ? { level: "unknown", by: `${kind} ${name}` } : plain, settings, aspects: [] };
  }
  // Certificates are checked against the authorities of the system, unless the static configuration says otherwise.
  if (!found || "missing" in found) return { value: secure ? { level: "verified", by: "" } : plain, ...nothingMore };
  const { resource } = found;
  world.use(resource);
  const root = kind === "ServersTransport" ? ["spec"] : ["spec", "tls"];
  const base = kind === "ServersTransport" ? "" : "tls.";
  const taken = secure ? fields.map((one) => `${base}${one}`) : [];
  return {
    value: secure ? levelOf(asObject(fieldAt(resource.data, root)) ?? {}, resource.namespace) : plain,
    settings: fieldSettings(resource, ["spec"], taken),
    aspects: secure ? fields.map((one) => ({ resource, path: [...root, one] })) : [],
  };
}

const fields = ["insecureSkipVerify", "rootCAsSecrets", "rootCAs", "certificatesSecrets", "serverName"];
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
