import { dns } from "../controls/dns.ts";
import { dnsAspects, dnsAssumptions, dnsOfService } from "../dns/external-dns.ts";
import type { Scope } from "../scope.ts";
import { externalNameIn, isOutside } from "./external-name.ts";
import type { ServiceObject } from "./service-object.ts";
import { settingsOfService, weighServiceSetting } from "./service-settings.ts";

/**
 * The name that a Service of type ExternalName stands for. Whoever routes to the Service sends requests there, and charts and
 * other repositories may do so too.
 */
export function externalNameScope({ resource, door }: ServiceObject): Scope {
  const name = externalNameIn(resource);
  const settings = settingsOfService(resource);
  return {
    key: `ExternalName ${door.replace(/^Service /, "")}`,
    label: `\`${door}\``,
    resource,
    reach: "unknown",
    controls: { dns: dnsOfService(resource) },
    otherwise: { dns: { ...dns.none, published: false } },
    annotations: { ...settings.texts, "spec.externalName": name },
    weigh(key) {
      if (key !== "spec.externalName") return weighServiceSetting(key);
      return isOutside(name) ? "protective" : "harmless";
    },
    assumptions: dnsAssumptions(resource),
    where(facet) {
      if (facet === "dns") return dnsAspects(resource);
      return [{ resource, path: ["spec", "externalName"] }, ...(facet === "annotation" ? settings.aspects : [])];
    },
  };
}
