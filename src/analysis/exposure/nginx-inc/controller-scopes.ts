import { readSnippets } from "../haproxy-tech/read-controls.ts";
import { scopeOfConfigMap } from "../ingress/config-map-scope.ts";
import { configMapLayer, controllerConfigMaps } from "../ingress/controller-config-map.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { nginxIncReader, weighNginxInc } from "./annotations.ts";
import { configKeys, globalControls, nginxIncMark } from "./controller-config.ts";
import { nginxGroup } from "./read-policies.ts";
import { itemsAt, textOf } from "./virtual-server-fields.ts";

/** The ConfigMap of the controller, for what it says to every host. */
export function configMapScope(world: World): readonly Scope[] {
  return controllerConfigMaps(world, nginxIncMark).map((resource) => {
    const values = nginxIncReader.of(configMapLayer([resource], "nginx.org/"));
    return scopeOfConfigMap(resource, {
      controller: "NGINX's controller",
      controls: { ...globalControls(values), snippet: readSnippets(values, snippetKeys) },
      keys: { ...configKeys, snippet: snippetKeys },
      weigh: (key) => weighNginxInc(`nginx.org/${key}`),
    });
  });
}

const snippetKeys = ["http-snippets", "location-snippets", "main-snippets", "server-snippets", "stream-snippets"];

/** The ports that GlobalConfiguration objects open; what stands behind one is told by its TransportServers and VirtualServers. */
export function listenerScopes(world: World): readonly Scope[] {
  return world.of(nginxGroup, "GlobalConfiguration").map((resource) => {
    const name = [resource.namespace, resource.name].filter(Boolean).join("/");
    world.use(resource);
    const listeners = itemsAt(resource, ["spec", "listeners"]);
    const texts = listeners.map(({ value }) =>
      ["name", "protocol", "port", "ipv4", "ipv6", "ssl"]
        .flatMap((key) =>
          value[key] === undefined ? [] : [`${key} ${textOf(value[key]) || JSON.stringify(value[key])}`],
        )
        .join(" "),
    );
    return {
      key: `NGINX listeners ${name}`,
      label: `the listeners of NGINX's controller in \`${name}\``,
      resource,
      reach: "unknown",
      controls: {},
      annotations: texts.length === 0 ? {} : { "spec.listeners[]": texts.sort().join("; ") },
      weigh: () => "protective",
      assumptions: [],
      where: () => listeners.map(({ path }) => ({ resource, path })),
    };
  });
}
