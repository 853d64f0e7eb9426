import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { ClientIp } from "../controls/client-ip.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import { type AnnotationValues, listOf } from "../ingress/annotation-values.ts";
import { type ControllerMark, configMapLayer, controllerConfigMaps } from "../ingress/controller-config-map.ts";
import type { Aspect, Facet } from "../route.ts";
import type { World } from "../world.ts";
import { nginxIncPrefixes, nginxIncReader } from "./annotations.ts";

export const nginxIncMark: ControllerMark = {
  image: /nginx\/nginx-ingress|nginx-plus-ingress|nginx-ic\//,
  flag: /^-{1,2}nginx-configmaps=/,
  name: /^(nginx-config|nginx-ingress(-nginx-ingress)?|nginx-ingress-controller-nginx-ingress)$/,
};

/** The keys of the ConfigMap that no annotation has, by the facet that follows from them. */
export const configKeys: Readonly<Partial<Record<Facet, readonly string[]>>> = {
  tlsVersion: ["ssl-protocols"],
  clientIp: ["proxy-protocol", "real-ip-header", "set-real-ip-from"],
  accessLog: ["access-log-off"],
};

/** The ConfigMap of the controller: as annotations that every Ingress has, and where it stands. */
export function nginxIncConfig(world: World) {
  const configMaps = controllerConfigMaps(world, nginxIncMark);
  const layer = configMapLayer(configMaps, nginxIncPrefixes[0] ?? "");
  return { configMap: configMaps.length === 1 ? configMaps[0] : undefined, layer, values: nginxIncReader.of(layer) };
}

/** What only the ConfigMap decides. */
export function globalControls(values: AnnotationValues): ControlValues {
  return {
    tlsVersion: tlsVersionOf(values.text("ssl-protocols")),
    clientIp: clientIpOf(values),
    accessLog: values.flag("access-log-off") === true ? 0 : 1,
  };
}

/** Where keys of the ConfigMap decide a facet. */
export function configAspects(configMap: Resource | undefined, keys: readonly string[]): readonly Aspect[] {
  if (!configMap) return [];
  return keys.map((key) => ({ resource: configMap, path: ["data", key] }));
}

function tlsVersionOf(protocols: string | undefined): TlsVersion {
  if (protocols === undefined) return "default";
  if (hasPlaceholder(protocols)) return { policy: protocols };
  const words = new Set(protocols.toLowerCase().split(/\s+/));
  const oldest = versions.find(([word]) => words.has(word));
  return oldest ? oldest[1] : { policy: protocols };
}

const versions: readonly (readonly [string, TlsVersion])[] = [
  ["sslv2", "SSLv3"],
  ["sslv3", "SSLv3"],
  ["tlsv1", "1.0"],
  ["tlsv1.1", "1.1"],
  ["tlsv1.2", "1.2"],
  ["tlsv1.3", "1.3"],
];

// nginx believes a header only from the addresses of `set-real-ip-from`.
function clientIpOf(values: AnnotationValues): ClientIp {
  const trusted = [...(listOf(values.text("set-real-ip-from"), /[,\s]+/) ?? [])].sort();
  const header = (values.text("real-ip-header") ?? "X-Real-IP").toLowerCase();
  if (trusted.length === 0) return { from: "socket", by: "" };
  if (header === "proxy_protocol") return { from: "proxy-protocol", by: "" };
  const anyone = trusted.some((block) => block.endsWith("/0"));
  return anyone ? { from: "anyone", by: header } : { from: "trusted", by: `${trusted.join(", ")} in ${header}` };
}
