import type { FieldPath, Resource } from "../../../kubernetes/resource.ts";
import { type HostPattern, hostKey } from "../host-pattern.ts";
import type { Backend, Entry, Route } from "../route.ts";
import type { Service } from "./ingress-class.ts";
import type { IngressObject, IngressPath } from "./ingress-object.ts";

/** A path of an Ingress on one host, or its default backend. */
export interface Claim {
  readonly ingress: IngressObject;
  /** Ingresses of one class may have entries of their own, each with another reach. */
  readonly entry: Entry;
  readonly path: Pick<IngressPath, "text" | "type">;
  readonly backend: Backend;
  readonly field: FieldPath;
  readonly hostField: FieldPath;
  readonly via: Route["via"];
}

/** Everything that the Ingresses of one class say about one host. */
export interface Server {
  readonly service: Service;
  readonly host: HostPattern;
  readonly ingresses: IngressObject[];
  readonly claims: Claim[];
}

/**
 * Gathers Ingresses by class and host, then adds the aliases that no rule names itself. `unread` are those whose aliases
 * are too many to be compared: then none is added.
 */
export function ingressServers(ingresses: readonly IngressObject[], serviceOf: (ingress: IngressObject) => Service) {
  const servers = new Map<string, Server>();
  for (const ingress of ingresses) {
    const service = serviceOf(ingress);
    for (const [host, claim] of claimsOf(ingress, service))
      add(servers, service, service.profile.hostOf?.(host) ?? host, claim);
  }
  const named = [...servers.values()];
  const aliased = named.flatMap((server) => server.ingresses.flatMap((ingress) => aliasesOf(server, ingress)));
  const size = aliased.reduce((sum, { server }) => sum + server.claims.length, 0);
  if (size > maxAliasClaims) return { servers: named, unread: new Set(aliased.map(({ ingress }) => ingress)) };
  for (const alias of aliased) {
    const key = keyOf(alias.server.service, alias.host);
    if (!servers.has(key)) servers.set(key, aliasServer(alias));
  }
  return { servers: [...servers.values()], unread: new Set<IngressObject>() };
}

/** Every path of a host answers under each of its aliases: a few hundred kilobytes of text could ask for millions. */
const maxAliasClaims = 100_000;

interface Alias {
  readonly server: Server;
  readonly ingress: IngressObject;
  readonly host: HostPattern;
  readonly field: FieldPath;
}

function aliasesOf(server: Server, ingress: IngressObject): readonly Alias[] {
  return server.service.profile.aliases(ingress).map((alias) => ({ server, ingress, ...alias }));
}

function aliasServer({ server, ingress, host, field }: Alias): Server {
  const claims = server.claims.map((claim) => asAlias(claim, { resource: ingress.resource, field }));
  return { ...server, host, claims };
}

function* claimsOf(ingress: IngressObject, { profile, entry }: Service): Generator<[HostPattern, Claim]> {
  const everything = { text: "/", type: "Prefix" } as const;
  const fallback = ingress.defaultBackend;
  for (const { host, field, paths } of ingress.rules) {
    const hostField = field;
    for (const path of paths)
      if (path.backend && !profile.onlyRedirects?.(ingress, path.backend))
        yield [host, { ingress, entry, hostField, path, backend: path.backend, field: path.field, via: "rule" }];
    // A host without paths is answered by whatever the controller does by default.
    const rest =
      (profile.defaultBackendReach === "alone" ? undefined : fallback) ??
      (paths.length === 0 ? { backend: controllersOwn, field } : undefined);
    if (rest) yield [host, { ingress, entry, hostField, ...rest, path: everything, via: "default-backend" }];
  }
  if (fallback && (ingress.rules.length === 0 || profile.defaultBackendReach === "every-host"))
    yield [
      { kind: "any" },
      { ingress, entry, hostField: fallback.field, ...fallback, path: everything, via: "default-backend" },
    ];
}

const controllersOwn: Backend = { kind: "", namespace: null, name: "default backend of the controller", port: "" };

function add(servers: Map<string, Server>, service: Service, host: HostPattern, claim: Claim): void {
  const key = keyOf(service, host);
  const server = servers.get(key) ?? { service, host, ingresses: [], claims: [] };
  servers.set(key, server);
  if (server.ingresses.at(-1) !== claim.ingress) server.ingresses.push(claim.ingress);
  server.claims.push(claim);
}

function keyOf(service: Service, host: HostPattern): string {
  return `${service.entry.class ?? ""}\n${hostKey(host)}`;
}

// An alias belongs to the whole server: the paths of other Ingresses of the host answer it too.
function asAlias(claim: Claim, alias: { resource: Resource; field: FieldPath }): Claim {
  const own = claim.ingress.resource === alias.resource;
  return { ...claim, via: "server-alias", hostField: own ? alias.field : claim.hostField };
}
