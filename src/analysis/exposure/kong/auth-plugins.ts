import type { PlainObject } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import { asList, asText } from "../plain-fields.ts";

const credentials = "credentials of Kong's consumers";

/** What a plugin that authenticates asks for, and the fields of its configuration that say so. */
export interface AuthPlugin {
  readonly fields: readonly string[];
  atomOf(config: PlainObject): AuthAtom;
}

const stored = (kind: AuthAtom["kind"]): AuthPlugin => ({ fields: [], atomOf: () => ({ kind, by: credentials }) });

const named = (kind: AuthAtom["kind"], ...fields: readonly string[]): AuthPlugin => ({
  fields,
  atomOf: (config) => ({ kind, by: fields.flatMap((field) => textsOf(config, field)).join(" ") || credentials }),
});

/** Plugins that let a request pass only with a proof, by name. */
export const authPlugins: ReadonlyMap<string, AuthPlugin> = new Map([
  ["key-auth", stored("api-key")],
  ["key-auth-enc", stored("api-key")],
  ["basic-auth", stored("basic")],
  ["jwt", stored("jwt")],
  ["hmac-auth", stored("api-key")],
  ["oauth2", stored("oidc")],
  ["vault-auth", stored("api-key")],
  ["oauth2-introspection", named("oidc", "introspection_url")],
  ["openid-connect", named("oidc", "issuer")],
  ["saml", named("oidc", "issuer")],
  ["jwt-signer", named("jwt", "access_token_issuer")],
  ["ldap-auth", named("basic", "ldap_host", "base_dn")],
  ["ldap-auth-advanced", named("basic", "ldap_host", "base_dn")],
  ["mtls-auth", named("client-certificate", "ca_certificates")],
  ["header-cert-auth", named("client-certificate", "ca_certificates")],
  ["opa", named("external", "opa_host", "opa_path")],
  ["forward-auth", named("external", "url")],
  ["acl", { fields: ["allow", "deny", "whitelist", "blacklist"], atomOf: groupsOf }],
]);

function groupsOf(config: PlainObject): AuthAtom {
  const list = (...fields: readonly string[]) => fields.flatMap((field) => textsOf(config, field)).sort();
  const [allow, deny] = [list("allow", "whitelist"), list("deny", "blacklist")];
  const words = [
    ...(allow.length > 0 ? [`a consumer of ${allow.join(", ")}`] : []),
    ...(deny.length > 0 ? [`a consumer outside of ${deny.join(", ")}`] : []),
  ];
  return { kind: "identity", by: words.join(" and ") || "a consumer of some group" };
}

function textsOf(config: PlainObject, field: string): readonly string[] {
  const value = Object.hasOwn(config, field) ? config[field] : undefined;
  if (typeof value === "number") return [String(value)];
  return (asList(value) ?? (value === undefined ? [] : [value])).flatMap((one) => asText(one) ?? []).sort();
}
