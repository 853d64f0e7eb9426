import type { Resource } from "../../../kubernetes/resource.ts";
import { weighAnnotation } from "../annotation-weight.ts";
import { issuerAnnotations, issuerAspects, issuerOf } from "../certificates/cert-manager.ts";
import { dnsAssumptions } from "../dns/external-dns.ts";
import { targetAnnotations, targetAspects } from "../dns/records.ts";
import { fieldSettings, mergedTexts } from "../field-settings.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import type { Door } from "./doors.ts";
import { certificateMap } from "./listener-part.ts";
import { nameOf, scopeOf } from "./listener-scopes.ts";
import { targetOf } from "./publishing.ts";
import { reachAnnotations } from "./reach.ts";

/** A Gateway beyond its listeners: where its names point, who signs for it, and every field that nothing else reads. */
export function gatewayScope(door: Door, gateway: Resource, world: World): Scope {
  const settings = door.variants.map((one) => fieldSettings(one, ["spec"], readFields));
  const annotations = door.variants.flatMap((resource) =>
    Object.entries(resource.annotations)
      .filter(([key]) => weighAnnotation(key) !== "none" && !readAnnotations.has(key))
      .map(([key, text]) => ({ key, text, aspect: { resource, path: ["metadata", "annotations", key] } })),
  );
  const ofClass = door.gatewayClass && fieldSettings(door.gatewayClass, ["spec"], ["controllerName", "description"]);
  const controls = { dns: targetOf(door), issuer: issuerOf(gateway, world) };
  return scopeOf(door, gateway, {
    key: `${door.entry.class}`,
    label: nameOf(door),
    controls,
    // A Gateway that comes or goes moves no name: its routes tell where theirs point.
    otherwise: controls,
    assumptions: dnsAssumptions(gateway),
    annotations: mergedTexts(
      ...settings.map(({ texts }) => texts),
      Object.fromEntries(annotations.map(({ key, text }) => [key, text])),
      ofClass?.texts ?? {},
    ),
    where: (facet) =>
      facet === "dns"
        ? targetAspects(gateway)
        : facet === "issuer"
          ? issuerAspects(gateway, world)
          : [
              ...settings.flatMap(({ aspects }) => aspects),
              ...(ofClass?.aspects ?? []),
              ...annotations.map(({ aspect }) => aspect),
            ],
  });
}

const readAnnotations: ReadonlySet<string> = new Set([
  ...reachAnnotations,
  ...targetAnnotations,
  ...issuerAnnotations,
  certificateMap,
]);

const readFields = [
  "gatewayClassName",
  "listeners",
  "allowedListeners",
  "tls.frontend",
  "tls.backend.clientCertificateRef",
  ...reachAnnotations.map((key) => `infrastructure.annotations.${key}`),
];
