import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import { type Auth, noAuth, unreadableWith } from "../controls/auth.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import { settingName } from "../field-settings.ts";
import { requestRate, sourceRangeOf } from "../ingress/annotation-values.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { itemsOf, qualifiedName } from "../plain-items.ts";
import type { Reading } from "../reading.ts";
import { type Aspect, stableText } from "../route.ts";
import { jwtProviders, type VirtualHost } from "./virtual-host.ts";

/** What a route asks of a request: the checks of its host, unless it is exempt from them. */
export function readAuth(
  root: Resource,
  host: VirtualHost,
  resource: Resource,
  route: PlainObject,
  field: FieldPath,
): Reading {
  const at = (...keys: FieldPath): Aspect => ({ resource, path: [...field, ...keys] });
  const onHost = (...keys: FieldPath): Aspect => ({ resource: root, path: ["spec", "virtualhost", ...keys] });
  return {
    controls: { auth: authOf(host, route, root) },
    texts: {},
    places: {
      auth: [
        at("authPolicy", "disabled"),
        at("jwtVerificationPolicy", "disabled"),
        at("jwtVerificationPolicy", "require"),
        onHost("authorization", "failOpen"),
        onHost("authorization", "authPolicy", "disabled"),
        onHost("authorization", "extensionRef"),
        onHost("jwtProviders"),
        onHost("tls", "clientValidation", "caSecret"),
        onHost("tls", "clientValidation", "skipClientCertValidation"),
        onHost("tls", "clientValidation", "optionalClientCertificate"),
      ],
    },
  };
}

function authOf(host: VirtualHost, route: PlainObject, root: Resource): Auth {
  const external = externalCheck(host, route, root);
  const token = tokenCheck(host, route);
  if (token.wrong !== undefined)
    return unreadableWith(
      { kind: "unreadable", text: token.wrong },
      { ...noAuth, ways: [[...host.certificate.atoms, ...external.atoms]] },
    );
  const atoms = [...host.certificate.atoms, ...external.atoms, ...token.atoms];
  const exempt = [external.exempt, token.exempt].filter((setting) => setting !== undefined).join(", ");
  return {
    ...noAuth,
    ways: [atoms],
    optionalCertificate: host.certificate.optional,
    ...(external.failOpen ? { failOpen: [external.failOpen] } : {}),
    ...(exempt === "" ? {} : { exempt }),
  };
}

interface Check {
  readonly atoms: readonly AuthAtom[];
  readonly exempt?: string;
  readonly failOpen?: string;
  readonly wrong?: string;
}

// The route's word counts before the one that the host says for all of its routes.
function externalCheck({ value }: VirtualHost, route: PlainObject, root: Resource): Check {
  const authorization = asObject(value.authorization);
  if (!authorization) return { atoms: [] };
  const own = asObject(route.authPolicy)?.disabled;
  const shared = asObject(authorization.authPolicy)?.disabled;
  if (own === true) return { atoms: [], exempt: "authPolicy.disabled" };
  if (own === undefined && shared === true)
    return { atoms: [], exempt: "virtualhost.authorization.authPolicy.disabled" };
  const reference = asObject(authorization.extensionRef) ?? {};
  const by = qualifiedName(
    asText(reference.namespace) ?? root.namespace,
    asText(reference.name) ?? "the default ExtensionService",
  );
  const atom: AuthAtom = { kind: "external", by };
  return { atoms: [atom], ...(authorization.failOpen === true ? { failOpen: by } : {}) };
}

function tokenCheck({ value }: VirtualHost, route: PlainObject): Check {
  const providers = jwtProviders(value);
  const policy = asObject(route.jwtVerificationPolicy);
  const usual = providers.find(({ isDefault }) => isDefault);
  if (policy?.disabled === true) return { atoms: [], ...(usual ? { exempt: "jwtVerificationPolicy.disabled" } : {}) };
  const name = asText(policy?.require);
  const required = name === undefined ? usual : providers.find((provider) => provider.name === name);
  if (name !== undefined && !required) return { atoms: [], wrong: `jwtVerificationPolicy.require: ${name}` };
  return { atoms: required ? [required.atom] : [] };
}

/** The addresses that a route accepts and how often: its own policies replace those of its host. */
export function readLimits(
  root: Resource,
  host: VirtualHost,
  resource: Resource,
  route: PlainObject,
  field: FieldPath,
): Reading {
  const owner = (name: string) =>
    route[name] !== undefined
      ? { value: route, resource, path: [...field, name] }
      : { value: host.value, resource: root, path: ["spec", "virtualhost", name] };
  const ownsAddresses = asList(route.ipAllowPolicy) ?? asList(route.ipDenyPolicy);
  const addresses = ownsAddresses ? { value: route, resource, path: field } : owner("ipAllowPolicy");
  const [allow, deny] = [blocksOf(addresses.value.ipAllowPolicy), blocksOf(addresses.value.ipDenyPolicy)];
  const limit = owner("rateLimitPolicy");
  const source = ownsAddresses ? [...field] : ["spec", "virtualhost"];
  const places = ["ipAllowPolicy", "ipDenyPolicy"].map((name) => ({
    resource: addresses.resource,
    path: [...source, name],
  }));
  const peers = [...allow.peers, ...deny.peers].sort();
  const isMixed = peers.length < (allow.blocks ?? []).length + (deny.blocks ?? []).length;
  return {
    controls: {
      sourceRange: sourceRangeOf(allow.blocks, deny.blocks),
      rateLimit: limitOf(asObject(asObject(limit.value.rateLimitPolicy)?.local)),
    },
    // Behind a load balancer the peer is the load balancer.
    texts:
      peers.length === 0
        ? {}
        : { [settingName([...source, "ipAllowPolicy"])]: `source Peer${isMixed ? `: ${peers.join(", ")}` : ""}` },
    places: {
      sourceRange: places,
      annotation: places,
      rateLimit: ["requests", "unit", "burst"].map((key) => ({
        resource: limit.resource,
        path: [...limit.path, "local", key],
      })),
    },
  };
}

function blocksOf(value: PlainObject[string] | undefined) {
  const entries = itemsOf(value, []).map((item) => ({
    cidr: asText(item.value.cidr) ?? "",
    peer: item.value.source === "Peer",
  }));
  return {
    blocks: entries.length === 0 ? undefined : entries.map(({ cidr }) => cidr),
    peers: entries.filter(({ peer }) => peer).map(({ cidr }) => cidr),
  };
}

const seconds: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600 };

function limitOf(local: PlainObject | undefined): RateLimit {
  if (!local) return noLimit;
  const { requests, unit, burst } = local;
  const span = seconds[typeof unit === "string" && Object.hasOwn(seconds, unit) ? unit : ""];
  if (typeof requests !== "number" || span === undefined)
    return { kind: "unreadable", text: `${stableText(requests ?? null)} per ${stableText(unit ?? null)}` };
  return requestRate(requests, span, typeof burst === "number" ? burst : 1);
}
