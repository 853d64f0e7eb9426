import type { Resource } from "../../../kubernetes/resource.ts";
import { fieldSettings } from "../field-settings.ts";
import { asText } from "../plain-fields.ts";
import { itemsOf, qualifiedName, specOf, textsOf } from "../plain-items.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { contourGroup } from "./proxy-tree.ts";
import { weighContour } from "./weigh.ts";

/** Which namespaces may use a certificate, and the objects that hold settings for many routes. */
export function contourScopes(world: World): Scope[] {
  const delegations = world.of(contourGroup, "TLSCertificateDelegation");
  const settings = ["ExtensionService", "ContourConfiguration"].flatMap((kind) => world.of(contourGroup, kind));
  for (const resource of [...delegations, ...settings]) world.use(resource);
  return [...delegations.flatMap(delegationScopes), ...settings.map(settingsScope)];
}

function delegationScopes(resource: Resource): Scope[] {
  return itemsOf(specOf(resource).delegations, ["spec", "delegations"]).map(({ value, field }) => {
    const secret = qualifiedName(resource.namespace, asText(value.secretName) ?? "");
    const namespaces = [...new Set(textsOf(value.targetNamespaces))].sort();
    const from = namespaces.includes("*") ? "all" : namespaces.length === 0 ? "none" : "selector";
    return {
      key: `TLSCertificateDelegation of ${secret} by ${resource.name}`,
      label: `the certificate \`${secret}\``,
      resource,
      reach: "cluster",
      controls: {
        attachment: {
          from,
          selector: from === "selector" ? ["one of the names"] : [],
          hosts: from === "selector" ? namespaces : [],
        },
      },
      annotations: {},
      weigh: weighContour,
      assumptions: [],
      where: () => [{ resource, path: [...field, "targetNamespaces"] }],
    };
  });
}

function settingsScope(resource: Resource): Scope {
  const left = fieldSettings(resource, ["spec"], []);
  const name = `${resource.kind} ${qualifiedName(resource.namespace, resource.name)}`;
  return {
    key: `Contour ${name}`,
    label: `what \`${name}\` decides`,
    resource,
    reach: "cluster",
    controls: {},
    annotations: left.texts,
    weigh: () => "protective",
    assumptions: [],
    where: () => left.aspects,
  };
}
