import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { Attachment } from "../controls/attachment.ts";
import { noAuth } from "../controls/auth.ts";
import { dnsAspects, dnsAssumptions, dnsOf } from "../dns/external-dns.ts";
import { fieldSettings } from "../field-settings.ts";
import { showHost } from "../host-pattern.ts";
import { qualifiedName } from "../plain-items.ts";
import type { Scope } from "../scope.ts";
import { weighIstio } from "./binding.ts";
import { type GatewayServer, type IstioGateway, isHttp, isPassthrough, isTls } from "./gateways.ts";
import type { ServerHost } from "./hosts.ts";
import { annotationsBesideDns } from "./own-settings.ts";
import { readTlsFields, terminatedTls, tlsFields } from "./server-tls.ts";

/** A Gateway and each of its servers as such: they may serve VirtualServices of other repositories. */
export function gatewayScopes(gateway: IstioGateway): Scope[] {
  const { resource, id, entry } = gateway;
  if (!resource) return [];
  // Where the proxies are known, who reaches them is told by the routes.
  const rest = fieldSettings(resource, ["spec"], entry.reach === "unknown" ? ["servers"] : ["servers", "selector"]);
  const annotations = annotationsBesideDns(resource);
  const names = gateway.servers.map(nameOf);
  const whole: Scope = {
    key: `Istio Gateway ${id}`,
    label: `Istio Gateway \`${id}\``,
    resource,
    reach: entry.reach,
    controls: { dns: dnsOf(resource) },
    otherwise: { dns: dnsOf(resource) },
    annotations: { ...rest.texts, ...annotations.texts },
    weigh: weighIstio,
    assumptions: dnsAssumptions(resource),
    where(facet) {
      if (facet === "dns") return dnsAspects(resource);
      const aspects = [...rest.aspects, ...annotations.aspects];
      return aspects.length > 0 ? aspects : [{ resource, path: ["spec", "selector"] }];
    },
  };
  return [
    whole,
    ...gateway.servers.map((server, index) => {
      const before = names.slice(0, index).filter((name) => name === nameOf(server)).length;
      return serverScope(gateway, server, resource, before === 0 ? nameOf(server) : `${nameOf(server)} #${before + 1}`);
    }),
  ];
}

/** The rules of a VirtualService as they count inside the mesh: nobody outside meets them there. */
export function meshScope(resource: Resource): Scope {
  const left = fieldSettings(resource, ["spec"], ["gateways"]);
  const name = qualifiedName(resource.namespace, resource.name);
  return {
    key: `Istio VirtualService ${name} in the mesh`,
    label: `calls inside the mesh that VirtualService \`${name}\` routes`,
    resource,
    reach: "cluster",
    controls: {},
    annotations: left.texts,
    weigh: () => "harmless",
    assumptions: [],
    where: () => left.aspects,
  };
}

function nameOf({ port, protocol }: GatewayServer): string {
  return `port ${port} (${protocol})`;
}

function serverScope(
  { id, entry }: IstioGateway,
  server: GatewayServer,
  resource: Scope["resource"],
  name: string,
): Scope {
  const controls = serverControls(server);
  const taken = ["port", "hosts", "name", ...readTlsFields.map((field) => `tls.${field}`)];
  const left = fieldSettings(resource, server.field, taken);
  const at = (...path: string[]) => ({ resource, path: [...server.field, ...path] });
  return {
    key: `Istio Gateway ${id} ${name}`,
    label: `${name} of Istio Gateway \`${id}\``,
    resource,
    reach: entry.reach,
    controls: { ...controls, attachment: attachmentOf(server.hosts) },
    // A port that is not open protects nothing and endangers nothing.
    otherwise: controls,
    annotations: left.texts,
    weigh: weighIstio,
    assumptions: [],
    where(facet) {
      if (facet === "annotation") return left.aspects;
      if (facet === "attachment") return [at("hosts")];
      if (facet === "tls") return [at("tls", "mode"), at("port", "protocol"), at("tls")];
      if (facet === "redirect") return [at("tls", "httpsRedirect")];
      return Object.hasOwn(tlsFields, facet)
        ? tlsFields[facet as keyof typeof tlsFields].map((key) => at("tls", key))
        : [at()];
    },
  };
}

function serverControls(server: GatewayServer): ControlValues {
  if (isPassthrough(server)) return { tls: "passthrough", passthrough: "on", auth: noAuth };
  if (isTls(server)) return terminatedTls(server.tls ?? {});
  const plain: ControlValues = { tls: "none", passthrough: "off", auth: noAuth };
  return isHttp(server) ? { ...plain, redirect: server.tls?.httpsRedirect === true ? "redirect" : "none" } : plain;
}

/** Which namespaces may claim which hosts; a namespace in front of a host limits it to that one. */
function attachmentOf(hosts: readonly ServerHost[]): Attachment {
  const owners = new Set(hosts.map(({ namespace }) => namespace));
  const names = (prefixed: boolean) =>
    [
      ...new Set(
        hosts.map(({ namespace, host }) => `${prefixed && namespace !== "*" ? `${namespace}/` : ""}${showHost(host)}`),
      ),
    ].sort();
  if (hosts.length === 0) return { from: "none", selector: [], hosts: [] };
  if (owners.has("*")) {
    const any = hosts.some(({ namespace, host }) => namespace === "*" && host.kind === "any");
    return { from: "all", selector: [], hosts: any ? [] : names(true) };
  }
  if (owners.size === 1 && owners.has("."))
    return { from: "same", selector: [], hosts: hosts.some(({ host }) => host.kind === "any") ? [] : names(false) };
  return { from: "selector", selector: ["the name before the slash"], hosts: names(true) };
}
