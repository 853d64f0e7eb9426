import type { PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, allOf, noAuth } from "../controls/auth.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { type FieldSettings, fieldSettings } from "../field-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect, Facet } from "../route.ts";
import { weakCiphersOf } from "../weak-ciphers.ts";
import type { World } from "../world.ts";
import { refer, traefikGroups } from "./objects.ts";
import { qualified, textsOf } from "./values.ts";

/** What a TLS connection has to be and to show. */
export interface TlsOptionReading {
  readonly controls: ControlValues;
  readonly settings: FieldSettings;
  aspects(facet: Facet): readonly Aspect[];
}

/** The TLSOption that a router names, or else the one called `default`, of which there has to be only one. */
export function readTlsOption(
  world: World,
  named: { readonly name: string; readonly namespace: string | null | undefined } | undefined,
): TlsOptionReading {
  if (named && named.name !== "default") {
    const found = refer(world, "TLSOption", named.namespace, named.name);
    return "missing" in found ? missingOption(found.missing) : optionReading(world, found.resource);
  }
  const defaults = world.of(traefikGroups, "TLSOption").filter(({ name }) => name === "default");
  const [only] = defaults;
  if (only && defaults.length === 1) return optionReading(world, only);
  for (const one of defaults) world.use(one);
  const ineffective =
    defaults.length > 1 ? ["TLSOption default: there is more than one, so Traefik uses none of them"] : [];
  return { ...withoutOption, controls: { ...withoutOption.controls, ineffective } };
}

const withoutOption: TlsOptionReading = {
  controls: { auth: noAuth, tlsVersion: "default", ciphers: { weak: [] } },
  settings: { texts: {}, aspects: [] },
  aspects: () => [],
};

function missingOption(name: string): TlsOptionReading {
  const text = `TLSOption ${name}`;
  return {
    ...withoutOption,
    controls: { auth: { kind: "unreadable", text }, tlsVersion: { policy: text }, ciphers: { unreadable: text } },
  };
}

function optionReading(world: World, resource: Resource): TlsOptionReading {
  world.use(resource);
  const spec = asObject(resource.data.spec) ?? {};
  const suites = textsOf(spec.cipherSuites);
  const fields: Partial<Record<Facet, string>> = {
    auth: "clientAuth",
    tlsVersion: "minVersion",
    ciphers: "cipherSuites",
  };
  return {
    controls: {
      auth: clientAuthOf(spec, resource.namespace),
      tlsVersion: versionOf(asText(spec.minVersion)),
      ciphers: { weak: weakCiphersOf(suites) },
    },
    settings: fieldSettings(resource, ["spec"], takenFields(spec)),
    aspects: (facet) => {
      const field = fields[facet];
      return field === undefined ? [] : [{ resource, path: ["spec", field] }];
    },
  };
}

// Authorities of certificates that nobody has to bring are told as text.
function takenFields(spec: PlainObject): readonly string[] {
  const config = asObject(spec.clientAuth) ?? {};
  const required = [undefined, "RequireAndVerifyClientCert"].includes(asText(config.clientAuthType) || undefined);
  return ["minVersion", "cipherSuites", "clientAuth.clientAuthType", ...(required ? ["clientAuth.secretNames"] : [])];
}

function versionOf(text: string | undefined): TlsVersion {
  if (text === undefined || text === "") return "default";
  const version = /^VersionTLS1([0-3])$/.exec(text)?.[1];
  const versions: Readonly<Record<string, TlsVersion>> = { "0": "1.0", "1": "1.1", "2": "1.2", "3": "1.3" };
  return (version === undefined ? undefined : versions[version]) ?? { policy: text };
}

/** With authorities and without a type every certificate is required and verified; without authorities there is nothing to verify against. */
function clientAuthOf(spec: PlainObject, namespace: string | undefined): Auth {
  const config = asObject(spec.clientAuth) ?? {};
  const names = [...new Set(textsOf(config.secretNames))].map((name) => qualified(namespace, name)).sort();
  const by = names.join(", ");
  const type = asText(config.clientAuthType) || (names.length > 0 ? "RequireAndVerifyClientCert" : "NoClientCert");
  const needsAuthority = type === "VerifyClientCertIfGiven" || type === "RequireAndVerifyClientCert";
  if (needsAuthority && names.length === 0)
    return { kind: "unreadable", text: `clientAuthType ${type} without secretNames` };
  switch (type) {
    case "NoClientCert":
      return noAuth;
    case "RequestClientCert":
      return { ...noAuth, optionalCertificate: "unverified" };
    case "RequireAnyClientCert":
      return allOf({ kind: "unverified-certificate", by: "not verified" });
    case "VerifyClientCertIfGiven":
      return { ...noAuth, optionalCertificate: "verified" };
    case "RequireAndVerifyClientCert":
      return allOf({ kind: "client-certificate", by });
    default:
      return { kind: "unreadable", text: `clientAuthType ${type}` };
  }
}
