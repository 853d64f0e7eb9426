import type { Plain, PlainObject } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import { type Auth, noAuth } from "../controls/auth.ts";
import { objectsIn, plainText, qualified, readRef, scalarText, showRef } from "../gateway-api/names.ts";
import { allNeeded } from "../gateway-api/part.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { stableText } from "../route.ts";

/** What a SecurityPolicy asks of every request: each of the methods that it configures must be satisfied. */
export function securityAuth(spec: PlainObject, namespace: string | null): Auth {
  const checks = [
    apiKeys(asObject(spec.apiKeyAuth), namespace),
    passwords(asObject(spec.basicAuth), namespace),
    tokens(asObject(spec.jwt)),
    login(asObject(spec.oidc)),
    external(asObject(spec.extAuth), namespace),
  ];
  return checks.flatMap((check) => check ?? []).reduce(allNeeded, noAuth);
}

/** The fields of a SecurityPolicy that become controls; what they leave is compared as text. */
export const securityFields = [
  "apiKeyAuth.credentialRefs",
  "basicAuth.users",
  "jwt.optional",
  "jwt.failOpen",
  "jwt.providers[].issuer",
  "jwt.providers[].audiences",
  "jwt.providers[].name",
  "jwt.providers[].remoteJWKS.uri",
  "oidc.provider.issuer",
  "oidc.clientID",
  "extAuth.failOpen",
  "extAuth.http.backendRef",
  "extAuth.http.backendRefs",
  "extAuth.http.path",
  "extAuth.grpc.backendRef",
  "extAuth.grpc.backendRefs",
  "cors.allowOrigins",
  "cors.allowCredentials",
];

function checked(ways: readonly (readonly AuthAtom[])[], failOpen: readonly string[] = []): Auth {
  return { ...noAuth, ways, ...(failOpen.length > 0 ? { failOpen } : {}) };
}

function refTexts(values: readonly (Plain | undefined)[], usual: string, namespace: string | null): string {
  const names = values.flatMap((value) => {
    const ref = readRef(value, { group: "", kind: usual, namespace });
    const port = scalarText(asObject(value)?.port);
    return ref ? [`${showRef(ref, usual)}${port === "" ? "" : `:${port}`}`] : [];
  });
  return [...new Set(names)].sort().join(", ");
}

function apiKeys(data: PlainObject | undefined, namespace: string | null): Auth | undefined {
  return data && checked([[{ kind: "api-key", by: refTexts(asList(data.credentialRefs) ?? [], "Secret", namespace) }]]);
}

function passwords(data: PlainObject | undefined, namespace: string | null): Auth | undefined {
  return data && checked([[{ kind: "basic", by: refTexts([data.users], "Secret", namespace) }]]);
}

// A token of any of the providers is enough.
function tokens(data: PlainObject | undefined): Auth | undefined {
  if (!data) return undefined;
  const providers = objectsIn(data.providers);
  const ways = providers.map((provider): AuthAtom[] => {
    const keys = asText(asObject(provider.remoteJWKS)?.uri);
    const audiences = (asList(provider.audiences) ?? []).map(plainText).sort();
    const by = [
      asText(provider.issuer) ?? keys ?? asText(provider.name) ?? "",
      ...(audiences.length > 0 ? [`for ${audiences.join(", ")}`] : []),
      ...(asText(provider.issuer) !== undefined && keys !== undefined ? [`keys of ${keys}`] : []),
    ];
    return [{ kind: "jwt", by: by.join(" ") }];
  });
  const open = [
    ...(data.failOpen === true ? ["jwt.failOpen"] : []),
    ...(data.optional === true ? ["jwt.optional"] : []),
  ];
  return checked(ways, open);
}

function login(data: PlainObject | undefined): Auth | undefined {
  if (!data) return undefined;
  const client = asText(data.clientID);
  const issuer = asText(asObject(data.provider)?.issuer) ?? "";
  return checked([[{ kind: "oidc", by: client === undefined ? issuer : `${issuer} as ${client}` }]]);
}

function external(data: PlainObject | undefined, namespace: string | null): Auth | undefined {
  if (!data) return undefined;
  const http = asObject(data.http);
  const service = http ?? asObject(data.grpc) ?? {};
  const by = refTexts([service.backendRef, ...(asList(service.backendRefs) ?? [])], "Service", namespace);
  const atom: AuthAtom = { kind: "external", by: `${by}${asText(http?.path) ?? ""}` };
  return checked([[atom]], data.failOpen === true ? ["extAuth.failOpen"] : []);
}

/** A policy that nobody can resolve, by name. */
export function disputedAuth(
  names: readonly { readonly namespace: string | undefined; readonly name: string }[],
): Auth {
  const texts = names.map(({ namespace, name }) => qualified(namespace, name));
  return { kind: "unreadable", text: `SecurityPolicy ${stableText(texts)}` };
}
