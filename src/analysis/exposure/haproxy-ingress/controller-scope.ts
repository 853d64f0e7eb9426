import { guardedConfigMaps } from "../controller-guards/guards.ts";
import { readSnippets } from "../haproxy-tech/read-controls.ts";
import { scopeOfConfigMap } from "../ingress/config-map-scope.ts";
import { configMapLayer, controllerConfigMaps } from "../ingress/controller-config-map.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { haproxyIngressPrefixes, haproxyIngressReader, weighHaproxyIngress } from "./annotations.ts";
import { haproxyIngressMark } from "./profile-reading.ts";
import { ciphersOf, tlsVersionOf } from "./read-tls.ts";

const prefix = haproxyIngressPrefixes[0] ?? "";

/** What the global ConfigMap of haproxy-ingress decides for every host at once. */
export function haproxyIngressScopes(world: World): readonly Scope[] {
  return controllerConfigMaps(world, haproxyIngressMark).map((resource) => {
    const values = haproxyIngressReader.of(configMapLayer([resource], prefix));
    return scopeOfConfigMap(resource, {
      controller: "haproxy-ingress",
      controls: {
        tlsVersion: tlsVersionOf(values.text("ssl-options")),
        ciphers: ciphersOf(values.text("ssl-ciphers")),
        clientIp: { from: values.flag("use-proxy-protocol") === true ? "proxy-protocol" : "socket", by: "" },
        snippet: readSnippets(values, snippets),
      },
      keys: {
        tlsVersion: ["ssl-options"],
        ciphers: ["ssl-ciphers"],
        clientIp: ["use-proxy-protocol"],
        snippet: snippets,
      },
      weigh: (key) => (isToldAsGuard(resource.name, key) ? "none" : weighHaproxyIngress(prefix + key)),
    });
  });
}

const snippets = [
  "config-defaults",
  "config-frontend",
  "config-global",
  "config-proxy",
  "config-sections",
  "config-tcp",
];

// Permissions across namespaces are guards, which are read beside those of other controllers.
function isToldAsGuard(name: string, key: string): boolean {
  return (
    key.startsWith("cross-namespace-") &&
    guardedConfigMaps.some((one) => one.name === "HAProxy Ingress" && one.isName(name))
  );
}
