import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { weighKong } from "./annotations.ts";
import { readPlugins } from "./plugin-controls.ts";
import { globalPlugins, pluginName } from "./plugin-objects.ts";

/** What plugins of the cluster say for every route of Kong, also those that this repository does not have. */
export function globalPluginScopes(world: World): readonly Scope[] {
  return globalPlugins(world).map((resource) => {
    const { controls, texts, places } = readPlugins(world, [], [resource]);
    return {
      key: `Kong global plugin ${resource.name}`,
      label: `every route of Kong (plugin \`${pluginName(resource)}\`)`,
      resource,
      reach: "unknown",
      controls,
      annotations: Object.fromEntries(
        Object.entries(texts).map(([key, text]) => [key.slice(key.indexOf(": ") + 2), text]),
      ),
      weigh: (setting) => weighKong(`plugin ${pluginName(resource)}: ${setting}`),
      assumptions: [],
      where: (facet) => places[facet] ?? [{ resource, path: ["config"] }],
    };
  });
}
