import type { Resource } from "../../../kubernetes/resource.ts";
import { fieldSettings } from "../field-settings.ts";
import { objectName } from "../ingress/service-settings.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { entryOf, installationOf, objectsOf } from "./names.ts";

/**
 * Listeners and rate-limit services: what they say counts for every request. Which requests count as secure, whose word about the
 * client's address is taken, and for which Hosts a port is open are compared as text.
 */
export function sharedScopes(world: World): readonly Scope[] {
  return ["Listener", "RateLimitService"].flatMap((kind) => objectsOf(world, kind)).map((one) => scopeOf(one, world));
}

function scopeOf(resource: Resource, world: World): Scope {
  world.use(resource);
  const installation = installationOf(resource);
  const { texts, aspects } = fieldSettings(resource, ["spec"], ["ambassador_id"]);
  return {
    key: `Emissary ${installation} ${objectName(resource)}`,
    label: `every request through \`${objectName(resource)}\``,
    resource,
    reach: entryOf(installation, world.controllers).reach,
    controls: {},
    annotations: texts,
    weigh: (key) => (/timeout|statsPrefix/i.test(key) ? "harmless" : "protective"),
    assumptions: [],
    where: () => aspects,
  };
}
