import { identityOf, type Resource } from "../../../kubernetes/resource.ts";
import { fieldSettings, weighField } from "../field-settings.ts";
import { asObject } from "../plain-fields.ts";
import type { AnnotationWeight } from "../route.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { envoyGroup, gatewayGroup, qualified, readRef, specOf } from "./names.ts";

/** The settings of Envoy's proxies and of the Services in front of them, where a Gateway or a GatewayClass names them. */
export function proxyScopes(world: World): Scope[] {
  const named = new Set(
    [...world.of(gatewayGroup, "Gateway"), ...world.of(gatewayGroup, "GatewayClass")].flatMap((resource) => {
      const spec = specOf(resource);
      const ref = readRef(asObject(spec.infrastructure)?.parametersRef ?? spec.parametersRef, {
        group: "",
        kind: "",
        namespace: resource.namespace ?? null,
      });
      const proxy = ref?.kind === "EnvoyProxy" ? world.find(envoyGroup, ref.kind, ref.namespace, ref.name) : undefined;
      return proxy ? [identityOf(proxy)] : [];
    }),
  );
  return world
    .of(envoyGroup, "EnvoyProxy")
    .filter((proxy) => named.has(identityOf(proxy)))
    .map((proxy) => proxyScope(proxy, world));
}

function proxyScope(proxy: Resource, world: World): Scope {
  world.use(proxy);
  const { texts, aspects } = fieldSettings(proxy, ["spec"], []);
  const name = qualified(proxy.namespace, proxy.name);
  return {
    key: `EnvoyProxy ${name}`,
    label: `EnvoyProxy \`${name}\``,
    resource: proxy,
    reach: "unknown",
    controls: {},
    annotations: texts,
    weigh: weighProxy,
    assumptions: [],
    where: () => aspects,
  };
}

// The Service decides who can reach the proxy, and its bootstrap can say anything that a policy says.
function weighProxy(key: string): AnnotationWeight {
  if (/^spec\.(bootstrap|filterOrder|backendTLS)|\.envoyService\.|accessLog/.test(key)) return "protective";
  return /\.(envoyDeployment|envoyDaemonSet|envoyHpa|envoyPDB)\./.test(key) ? "harmless" : weighField(key);
}
