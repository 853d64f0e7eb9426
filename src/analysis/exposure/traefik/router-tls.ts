import type { ControlValues } from "../control-values.ts";
import { type HostPattern, hostKey } from "../host-pattern.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect, Facet } from "../route.ts";
import type { World } from "../world.ts";
import { mergeControls } from "./merge-controls.ts";
import { traefikGroups } from "./objects.ts";
import { readTlsOption } from "./read-tls-option.ts";
import type { Router } from "./router.ts";
import { qualified } from "./values.ts";

/** How TLS is ended for a router: its certificate, and what connections have to be. */
export interface TlsReading {
  readonly controls: ControlValues;
  readonly texts: Readonly<Record<string, string>>;
  readonly textAspects: readonly Aspect[];
  aspects(facet: Facet): readonly Aspect[];
}

/** The options that the routers of a host ask for. Traefik picks them by the host, before it knows the router. */
export type OptionsOfHosts = ReadonlyMap<string, ReadonlySet<string>>;

export function optionsOfHosts(routers: readonly Router[]): OptionsOfHosts {
  const options = new Map<string, Set<string>>();
  for (const router of routers.filter(({ doors }) => doors.tls === true))
    for (const { host } of router.matches) {
      const key = hostKey(host);
      options.set(key, (options.get(key) ?? new Set()).add(optionName(router)));
    }
  return options;
}

function optionName({ option }: Pick<Router, "option">): string {
  return option === undefined ? "default" : qualified(option.namespace, option.name);
}

export function readRouterTls(world: World, router: Router, host: HostPattern, options: OptionsOfHosts): TlsReading {
  const { tls, option, resource } = router;
  const ignored = option && whyIgnored(router, host, options);
  const reading = readTlsOption(world, ignored === undefined ? option : undefined);
  const certificate = certificateOf(world, router);
  const own: Readonly<Partial<Record<Facet, readonly string[]>>> = {
    tls: ["secretName", "certResolver"],
    certificate: ["secretName"],
    issuer: ["certResolver"],
    tlsVersion: ["options"],
    ciphers: ["options"],
    ineffective: ["options"],
  };
  const controls = mergeControls(
    reading.controls,
    ignored === undefined ? {} : { ineffective: [`tls.options ${optionName(router)}: ${ignored}`] },
  );
  return {
    controls: { ...controls, ...certificate.controls },
    texts: reading.settings.texts,
    textAspects: reading.settings.aspects,
    aspects: (facet) => [
      ...(own[facet] ?? []).map((field) => ({ resource, path: ["spec", "tls", field] })),
      ...(facet === "tls" ? [{ resource, path: ["spec", "tls"] }] : []),
      ...(facet === "auth" && tls?.options !== undefined ? [{ resource, path: ["spec", "tls", "options"] }] : []),
      ...reading.aspects(facet),
      ...(facet === "tls" || facet === "certificate" ? certificate.aspects : []),
    ],
  };
}

function whyIgnored(router: Router, host: HostPattern, options: OptionsOfHosts): string | undefined {
  if (router.doors.tls !== true) return "the router answers no TLS";
  if (host.kind === "any") return "options count for hosts, and the rule names none";
  const asked = options.get(hostKey(host));
  return asked && asked.size > 1
    ? "the routers of the host ask for different options, so the default ones count"
    : undefined;
}

/** Without a Secret or a resolver it is the certificate of the store, which is self-signed unless a TLSStore says otherwise. */
function certificateOf(
  world: World,
  { tls, resource }: Router,
): { controls: ControlValues; aspects: readonly Aspect[] } {
  const secret = asText(tls?.secretName);
  if (secret)
    return { controls: { tls: "terminated", certificate: [qualified(resource.namespace, secret)] }, aspects: [] };
  const resolver = asText(tls?.certResolver);
  if (resolver)
    return { controls: { tls: "terminated", certificate: [], issuer: resolverIssuer(resolver) }, aspects: [] };
  return defaultCertificate(world);
}

/** The certificate that clients see where no other one is named. */
export function defaultCertificate(world: World): { controls: ControlValues; aspects: readonly Aspect[] } {
  const stores = world.of(traefikGroups, "TLSStore").filter(({ name }) => name === "default");
  const [store] = stores;
  const spec = asObject(store?.data.spec) ?? {};
  const secret = asText(asObject(spec.defaultCertificate)?.secretName);
  if (!store || stores.length > 1 || (!secret && spec.defaultGeneratedCert === undefined))
    return { controls: { tls: "default-certificate", certificate: [] }, aspects: [] };
  const path = ["spec", secret ? "defaultCertificate" : "defaultGeneratedCert"];
  return {
    controls: { tls: "terminated", certificate: secret ? [qualified(store.namespace, secret)] : [] },
    aspects: [{ resource: store, path }],
  };
}

/** Resolvers are part of the static configuration; only their names say who signs. */
export function resolverIssuer(name: string): NonNullable<ControlValues["issuer"]> {
  return { kind: /staging|self-?signed/i.test(name) ? "untrusted" : "named", name: `certResolver ${name}` };
}
