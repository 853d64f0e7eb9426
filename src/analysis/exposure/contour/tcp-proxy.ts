import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import { dnsAssumptions, dnsOf } from "../dns/external-dns.ts";
import { fieldSettings } from "../field-settings.ts";
import { behindPassthrough } from "../ingress/behind-passthrough.ts";
import { readHost } from "../ingress/read-host.ts";
import { asObject, asText } from "../plain-fields.ts";
import { specOf } from "../plain-items.ts";
import { joinedReadings } from "../reading.ts";
import type { Entry, Route } from "../route.ts";
import type { World } from "../world.ts";
import { entryPlaces } from "./entry.ts";
import { contourGroup } from "./proxy-tree.ts";
import { readServices } from "./services.ts";
import type { VirtualHost } from "./virtual-host.ts";
import { weighContour } from "./weigh.ts";

/** `tcpproxy` hands the connections of the host on, opened or not; another HTTPProxy may say where to. */
export function tcpRoutes(root: Resource, host: VirtualHost, entry: Entry, beside: boolean, world: World): Route[] {
  const own = asObject(specOf(root).tcpproxy);
  if (!own) return [];
  const included = asObject(own.include) ?? asObject(own.includes);
  const found =
    included &&
    world.find(contourGroup, "HTTPProxy", asText(included.namespace) ?? root.namespace, asText(included.name) ?? "");
  // Whoever is included and only includes another one again is not followed.
  const target = found && asObject(specOf(found).tcpproxy)?.services !== undefined ? found : undefined;
  const resource = target ?? root;
  if (target) world.use(target);
  const field = ["spec", "tcpproxy"];
  const services = readServices(resource, asObject(specOf(resource).tcpproxy) ?? own, field, world);
  const left = fieldSettings(resource, field, ["services", "include", "includes"]);
  const { atoms, optional } = host.certificate;
  const { controls, texts, places } = joinedReadings(host.reading, services.reading, {
    texts: left.texts,
    places: { annotation: left.aspects },
  });
  const missing = included && !target;
  const opened: ControlValues = {
    ...controls,
    redirect: "closed",
    auth: { ...noAuth, ways: [atoms], optionalCertificate: optional },
  };
  return [
    {
      resource: root,
      entry,
      host: readHost(host.fqdn),
      via: "rule",
      path: { kind: "any" },
      // Routes beside it answer plain HTTP.
      conditions: beside ? ["connection TLS"] : [],
      priority: 0,
      backends: missing
        ? [
            {
              kind: "HTTPProxy",
              namespace: asText(included.namespace) ?? root.namespace ?? null,
              name: asText(included.name) ?? "",
              port: "",
            },
          ]
        : services.backends,
      controls: host.passthrough ? { ...behindPassthrough([]), dns: dnsOf(root) } : opened,
      annotations: texts,
      weigh: weighContour,
      assumptions: dnsAssumptions(root),
      where(facet) {
        if (facet === "entry") return entryPlaces(root);
        if (facet === "auth") return [{ resource: root, path: ["spec", "virtualhost", "tls", "clientValidation"] }];
        return places[facet] ?? [{ resource, path: field }];
      },
    },
  ];
}
