import type { ControlValues } from "../control-values.ts";
import { type Auth, noAuth } from "../controls/auth.ts";
import type { AnnotationValues } from "../ingress/annotation-values.ts";
import { scopeOfConfigMap } from "../ingress/config-map-scope.ts";
import { configMapLayer, controllerConfigMaps } from "../ingress/controller-config-map.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { haproxyTechReader, weighHaproxyTech } from "./annotations.ts";
import { haproxyTechMark } from "./profile-reading.ts";
import { readSnippets } from "./read-controls.ts";

/** What the ConfigMap of HAProxy Technologies' controller decides for every host at once. */
export function haproxyTechScopes(world: World): readonly Scope[] {
  return controllerConfigMaps(world, haproxyTechMark).map((resource) => {
    const values = haproxyTechReader.of(configMapLayer([resource], "haproxy.org/"));
    return scopeOfConfigMap(resource, {
      controller: "HAProxy's controller",
      controls: { ...clientCertificate(values), ...proxyProtocol(values), snippet: readSnippets(values, snippets) },
      keys: { auth: ["client-ca", "client-crt-optional"], clientIp: ["proxy-protocol"], snippet: snippets },
      weigh: (key) => weighHaproxyTech(`haproxy.org/${key}`),
    });
  });
}

const snippets = ["frontend-config-snippet", "global-config-snippet", "stats-config-snippet"];

function clientCertificate(values: AnnotationValues): ControlValues {
  const ca = values.text("client-ca");
  const optional = values.flag("client-crt-optional") ?? false;
  const auth: Auth =
    ca === undefined
      ? noAuth
      : optional === "unknown"
        ? { kind: "unreadable", text: "client-crt-optional" }
        : optional
          ? { ...noAuth, optionalCertificate: "verified" }
          : { ...noAuth, ways: [[{ kind: "client-certificate", by: ca }]] };
  return { auth };
}

function proxyProtocol(values: AnnotationValues): ControlValues {
  const from = [...(values.list("proxy-protocol") ?? [])].sort();
  if (from.length === 0) return { clientIp: { from: "socket", by: "" } };
  return { clientIp: { from: from.includes("0.0.0.0/0") ? "anyone" : "proxy-protocol", by: from.join(", ") } };
}
