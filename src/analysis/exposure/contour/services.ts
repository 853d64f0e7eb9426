import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import { fieldSettings, mergedTexts, settingName } from "../field-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import { type Item, itemsOf, qualifiedName, scalarText, textsOf } from "../plain-items.ts";
import type { Reading } from "../reading.ts";
import type { Aspect, Backend } from "../route.ts";
import { externalNameAspects, withExternalName } from "../services/external-name.ts";
import type { World } from "../world.ts";
import { annotatedTls } from "./upstream-protocol.ts";

interface ProxyServices {
  readonly backends: readonly Backend[];
  readonly reading: Reading;
}

/** Where a route or a `tcpproxy` sends requests, how the way there is encrypted, and who gets copies. */
export function readServices(resource: Resource, holder: PlainObject, field: FieldPath, world: World): ProxyServices {
  const items = itemsOf(holder.services, [...field, "services"]);
  const copies = items.filter(({ value }) => value.mirror === true);
  const serving = items.filter((item) => !copies.includes(item) && (item.value.weight !== 0 || items.length === 1));
  const backends = serving.map((item) => backendOf(item, resource, world));
  const distinct = new Map(backends.map((backend) => [JSON.stringify(backend), backend]));
  const shares = serving.map(({ value }) => `${asText(value.name) ?? ""} ${scalarText(value.weight) ?? "1"}`);
  const weights = serving.some(({ value }) => value.weight !== undefined) && serving.length > 1;
  const left = items.map((item) => fieldSettings(resource, item.field, takenFields));
  const hops = serving.map((item, index) => hopOf(item, backends[index], world));
  const [weakest] = [...hops].sort((a, b) => rank[a.level] - rank[b.level]);
  const key = settingName([...field, "services"]);
  return {
    backends: [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, backend]) => backend),
    reading: {
      controls: {
        mirror: copies.map((item) => mirrorText(item, resource)).sort(),
        ...(weakest ? { backendTls: weakest } : {}),
      },
      texts: mergedTexts(...left.map(({ texts }) => texts), weights ? { [key]: shares.sort().join(", ") } : {}),
      places: {
        backend: [
          ...serving.map((item) => ({ resource, path: item.field })),
          ...backends.flatMap((backend) => externalNameAspects(world, backend)),
        ],
        mirror:
          copies.length > 0 ? copies.map((item) => ({ resource, path: item.field })) : [{ resource, path: field }],
        backendTls: serving.flatMap((item, index) => hopAspects(item, resource, backends[index], world)),
        annotation: [...left.flatMap(({ aspects }) => aspects), { resource, path: [...field, "services"] }],
      },
    },
  };
}

const takenFields = [
  "name",
  "port",
  "weight",
  "mirror",
  "protocol",
  "validation.caSecret",
  "validation.subjectName",
  "validation.subjectNames",
  "requestHeadersPolicy",
  "responseHeadersPolicy",
];

const rank = { none: 0, encrypted: 1, unknown: 2, verified: 3, mutual: 4 };

function backendOf({ value }: Item, resource: Resource, world: World): Backend {
  return withExternalName(world, {
    kind: "Service",
    namespace: resource.namespace ?? null,
    name: asText(value.name) ?? "",
    port: scalarText(value.port) ?? "",
  });
}

function mirrorText({ value }: Item, resource: Resource): string {
  const share = typeof value.weight === "number" && value.weight > 0 && value.weight <= 100 ? value.weight : 100;
  return `${qualifiedName(resource.namespace, asText(value.name) ?? "")} (${share} %)`;
}

// The field counts before the annotation of the Service; without a validation the certificate is not looked at.
function hopOf({ value }: Item, backend: Backend | undefined, world: World): BackendTls {
  const protocol = asText(value.protocol);
  const encrypted = protocol === undefined ? annotatedTls(backend, world) : protocol === "tls" || protocol === "h2";
  if (!encrypted) return { level: "none", by: "" };
  const validation = asObject(value.validation);
  const secret = asText(validation?.caSecret);
  if (!validation || secret === undefined) return { level: "encrypted", by: "" };
  const names = [...new Set([asText(validation.subjectName) ?? "", ...textsOf(validation.subjectNames)])]
    .filter(Boolean)
    .sort();
  return { level: "verified", by: [secret, ...names].join(", ") };
}

function hopAspects(item: Item, resource: Resource, backend: Backend | undefined, world: World): Aspect[] {
  const service = backend && world.find("", "Service", backend.namespace, backend.name);
  return [
    { resource, path: [...item.field, "protocol"] },
    { resource, path: [...item.field, "validation"] },
    ...(service
      ? ["tls", "h2", "h2c"].map((protocol) => ({
          resource: service,
          path: ["metadata", "annotations", `projectcontour.io/upstream-protocol.${protocol}`],
        }))
      : []),
  ];
}
