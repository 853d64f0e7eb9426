import type { Resource } from "../../../kubernetes/resource.ts";
import { fieldSettings } from "../field-settings.ts";
import { qualifiedName, specOf } from "../plain-items.ts";
import { stableText } from "../route.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { weighIstio } from "./binding.ts";
import { networkingGroup } from "./fields.ts";

/** EnvoyFilter and WasmPlugin change the proxies in any way; the names outside that ServiceEntry brings are compared as text. */
export function extensionScopes(world: World): Scope[] {
  const free = [...world.of(networkingGroup, "EnvoyFilter"), ...world.of("extensions.istio.io", "WasmPlugin")];
  const entries = world.of(networkingGroup, "ServiceEntry");
  for (const resource of [...free, ...entries]) world.use(resource);
  return [...free.map(snippetScope), ...entries.map(serviceEntryScope)];
}

function snippetScope(resource: Resource): Scope {
  const name = `${resource.kind} ${qualifiedName(resource.namespace, resource.name)}`;
  return {
    key: `Istio ${name}`,
    label: `${resource.kind} \`${qualifiedName(resource.namespace, resource.name)}\``,
    resource,
    reach: "unknown",
    controls: { snippet: [{ annotation: name, text: stableText(specOf(resource)) }] },
    annotations: {},
    weigh: weighIstio,
    assumptions: [],
    where: () => [{ resource, path: ["spec"] }],
  };
}

function serviceEntryScope(resource: Resource): Scope {
  const left = fieldSettings(resource, ["spec"], []);
  const name = qualifiedName(resource.namespace, resource.name);
  return {
    key: `Istio ServiceEntry ${name}`,
    label: `names outside the mesh in ServiceEntry \`${name}\``,
    resource,
    reach: "cluster",
    controls: {},
    annotations: left.texts,
    weigh: (setting) => (/hosts|endpoints|addresses/.test(setting) ? "protective" : weighIstio(setting)),
    assumptions: [],
    where: () => left.aspects,
  };
}
