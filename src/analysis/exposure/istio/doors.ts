import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import type { Redirect } from "../controls/redirect.ts";
import { grouped } from "../grouped.ts";
import { type HostPattern, hostContained, hostKey } from "../host-pattern.ts";
import type { GatewayServer, IstioGateway } from "./gateways.ts";
import { isHttp, isPassthrough, isTls } from "./gateways.ts";
import { commonHost, mayShareHosts, type ServerHost } from "./hosts.ts";
import { terminatedTls } from "./server-tls.ts";

/** A port of a Gateway that answers HTTP requests for a host; of several ports the first is what is meant without a word. */
export interface Door {
  readonly host: HostPattern;
  readonly server: GatewayServer;
  /** The servers for the same host that decide about plain HTTP. */
  readonly plain: readonly GatewayServer[];
  readonly controls: ControlValues;
  /** Whether requests that name no port mean it. */
  readonly main: boolean;
  readonly first: boolean;
}

/** The doors of a Gateway to a host that a VirtualService claims, as far as the Gateway lets its namespace. */
export function doorsOf(gateway: IstioGateway, claimed: HostPattern, namespace: string | undefined): readonly Door[] {
  const servers = gateway.servers.filter((server) => (isTls(server) && !isPassthrough(server)) || isHttp(server));
  const open = servers.flatMap((server) => claimable(server, gateway, namespace));
  const common = open.flatMap(({ host }) => commonHost(claimed, host) ?? []);
  // Once its templates are filled in, the host is one of the Gateway: a VirtualService for another one publishes nothing.
  const hosts = common.length > 0 ? common : open.some(({ host }) => mayShareHosts(claimed, host)) ? [claimed] : [];
  const distinct = new Map(hosts.map((host) => [hostKey(host), host]));
  const covers = common.length > 0 ? isWithin : mayShareHosts;
  return [...distinct.values()].flatMap((host) => doorsTo(host, answering(servers, host, gateway, namespace, covers)));
}

function isWithin(host: HostPattern, other: HostPattern): boolean {
  return hostContained(host, other) === true;
}

/** The hosts of a server that VirtualServices of a namespace may claim. */
export function claimable(server: GatewayServer, gateway: IstioGateway, namespace: string | undefined): ServerHost[] {
  return server.hosts.filter(
    ({ namespace: owner }) =>
      owner === "*" ||
      owner === namespace ||
      (owner === "." && namespace === gateway.namespace) ||
      namespace === undefined,
  );
}

// Per port the server with the closest host answers.
function answering(
  servers: readonly GatewayServer[],
  host: HostPattern,
  gateway: IstioGateway,
  namespace: string | undefined,
  covers: (host: HostPattern, other: HostPattern) => boolean,
): GatewayServer[] {
  const covering = servers.flatMap((server) =>
    claimable(server, gateway, namespace)
      .filter((one) => covers(host, one.host))
      .map((one) => ({ server, closeness: closenessOf(one.host) })),
  );
  return [...grouped(covering, ({ server }) => server.port).values()]
    .flatMap((ofPort) => ofPort.sort((a, b) => b.closeness - a.closeness)[0]?.server ?? [])
    .sort((a, b) => portRank(a) - portRank(b));
}

function closenessOf(host: HostPattern): number {
  if (host.kind === "exact") return Number.POSITIVE_INFINITY;
  return host.kind === "suffix" ? host.suffix.length : 0;
}

function portRank({ port }: GatewayServer): number {
  return port === "443" || port === "80" ? 0 : Number(port) || Number.MAX_SAFE_INTEGER;
}

function doorsTo(host: HostPattern, servers: readonly GatewayServer[]): Door[] {
  const opening = servers.filter(isTls);
  const plain = servers.filter(isHttp);
  const redirect = plaintextDoor(plain);
  const main = opening.length > 0 ? opening : plain.slice(0, 1);
  return [...opening, ...plain].map((server) => ({
    host,
    server,
    plain,
    main: main.includes(server),
    first: server === main[0],
    controls: isTls(server)
      ? { ...terminatedTls(server.tls ?? {}), redirect }
      : { ...plainControls, redirect: opening.length > 0 ? plaintextDoor([server]) : redirect },
  }));
}

function plaintextDoor(plain: readonly GatewayServer[]): Redirect {
  if (plain.length === 0) return "closed";
  return plain.every(({ tls }) => tls?.httpsRedirect === true) ? "redirect" : "none";
}

const plainControls: ControlValues = {
  tls: "none",
  passthrough: "off",
  certificate: [],
  tlsVersion: "default",
  ciphers: { weak: [] },
  auth: noAuth,
};
