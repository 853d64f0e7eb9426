import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import type { AuthChecks } from "../controls/auth.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import type { Waf } from "../controls/waf.ts";
import { requestRate } from "../ingress/annotation-values.ts";
import { asObject, asText, fieldAt } from "../plain-fields.ts";
import type { World } from "../world.ts";

/** The kinds of policies that NGINX's controller knows; a Policy has one of them. */
export const policyTypes = [
  "accessControl",
  "rateLimit",
  "jwt",
  "basicAuth",
  "apiKey",
  "oidc",
  "externalAuth",
  "ingressMTLS",
  "egressMTLS",
  "waf",
  "cors",
] as const;

export type PolicyType = (typeof policyTypes)[number];

/** The fields of each kind that a control reads in full; what else there is stays text. */
export const fieldsRead: Readonly<Record<PolicyType, readonly string[]>> = {
  accessControl: ["allow", "deny"],
  rateLimit: ["rate", "key", "burst", "dryRun", "condition"],
  jwt: ["secret", "jwksURI", "token"],
  basicAuth: ["secret"],
  apiKey: ["clientSecret"],
  oidc: ["authEndpoint", "clientID"],
  externalAuth: [],
  ingressMTLS: ["clientCertSecret", "verifyClient"],
  egressMTLS: ["tlsSecret", "verifyServer", "trustedCertSecret", "sslName"],
  waf: ["enable", "apPolicy", "apBundle"],
  cors: ["allowOrigin", "allowCredentials"],
};

/** A field of a policy's kind, such as `rateLimit.rate`. */
export function policyField({ data }: Resource, type: PolicyType, field: string): Plain | undefined {
  return fieldAt(data, ["spec", type, field]);
}

export function policyPath(type: PolicyType): FieldPath {
  return ["spec", type];
}

/** What a Policy that authenticates asks for. */
export function authAtomOf(policy: Resource, type: PolicyType): AuthAtom | undefined {
  const text = (field: string) => asText(policyField(policy, type, field));
  const secret = (field: string) => qualified(policy, text(field) ?? "");
  if (type === "basicAuth") return { kind: "basic", by: secret("secret") };
  if (type === "apiKey") return { kind: "api-key", by: secret("clientSecret") };
  if (type === "oidc")
    return { kind: "oidc", by: [text("authEndpoint"), text("clientID")].filter(Boolean).join(" as ") };
  if (type === "externalAuth") return { kind: "external", by: `Policy ${qualified(policy, policy.name)}` };
  if (type !== "jwt") return undefined;
  const token = text("token");
  const keys = text("jwksURI") ?? secret("secret");
  return { kind: "jwt", by: token === undefined ? keys : `${keys}, from ${token}` };
}

/** The client certificate that an `ingressMTLS` policy asks for. */
export function certificateOf(policy: Resource): Pick<AuthChecks, "optionalCertificate"> & { atom?: AuthAtom } {
  const verify = asText(policyField(policy, "ingressMTLS", "verifyClient")) ?? "on";
  if (verify === "off") return { optionalCertificate: "no" };
  if (verify === "optional") return { optionalCertificate: "verified" };
  if (verify === "optional_no_ca") return { optionalCertificate: "unverified" };
  const by = qualified(policy, asText(policyField(policy, "ingressMTLS", "clientCertSecret")) ?? "");
  return { optionalCertificate: "no", atom: { kind: "client-certificate", by } };
}

/** A limit per client address. With another key, or only for some requests, it is told as text. */
export function rateLimitOf(policy: Resource): RateLimit {
  const spec = asObject(fieldAt(policy.data, policyPath("rateLimit"))) ?? {};
  if (spec.dryRun === true) return noLimit;
  const rate = nginxRate(asText(spec.rate));
  const key = asText(spec.key) ?? "";
  const burst = typeof spec.burst === "number" ? spec.burst : 0;
  if (rate !== undefined && addresses.test(key) && spec.condition === undefined) return requestRate(rate, 1, burst);
  return { kind: "unreadable", text: rateText(spec) };
}

const addresses = /^(|\$\{?(binary_)?remote_addr\}?)$/;

/** Requests per second of `10r/s` or `30r/m`. */
export function nginxRate(text: string | undefined): number | undefined {
  const match = /^(\d{1,9})\s*r\/([sm])$/.exec(text?.trim() ?? "");
  return match ? Number(match[1]) / (match[2] === "m" ? 60 : 1) : undefined;
}

function rateText({ rate, key, condition }: PlainObject): string {
  const when = condition === undefined ? "" : ` if ${JSON.stringify(condition)}`;
  return `${asText(rate) ?? "no rate"} per ${asText(key) ?? "address"}${when}`;
}

/** TLS to the pods, where an `egressMTLS` policy says how; it checks nothing unless told to. */
export function egressOf(policy: Resource): BackendTls {
  const text = (field: string) => asText(policyField(policy, "egressMTLS", field));
  const own = text("tlsSecret");
  const shown = own === undefined ? [] : [`with ${qualified(policy, own)}`];
  if (policyField(policy, "egressMTLS", "verifyServer") !== true) return { level: "encrypted", by: shown.join() };
  const name = text("sslName");
  const by = [
    qualified(policy, text("trustedCertSecret") ?? ""),
    ...(name === undefined ? [] : [`for ${name}`]),
    ...shown,
  ];
  return { level: own === undefined ? "verified" : "mutual", by: by.join(", ") };
}

/** An App Protect policy that the repository has may only watch; any other blocks, which is what a policy does unless it says otherwise. */
export function wafOf(policy: Resource, world: World): Waf {
  const enabled = policyField(policy, "waf", "enable") === true;
  if (!enabled) return { mode: "off", exclusions: [], policy: "" };
  const bundle = asText(policyField(policy, "waf", "apBundle"));
  const named = asText(policyField(policy, "waf", "apPolicy"));
  return appProtect(named, policy, world, bundle ?? "default");
}

export function appProtect(name: string | undefined, owner: Resource, world: World, otherwise: string): Waf {
  if (name === undefined) return { mode: "block", exclusions: [], policy: otherwise };
  const [, namespace = owner.namespace, object = name] = /^(?:([^/]+)\/)?(.+)$/.exec(name) ?? [];
  const found = world.find("appprotect.f5.com", "APPolicy", namespace, object);
  const mode = found && asText(fieldAt(found.data, ["spec", "policy", "enforcementMode"]));
  return { mode: mode === "transparent" ? "detect" : "block", exclusions: [], policy: qualified(owner, name) };
}

export function qualified({ namespace }: Pick<Resource, "namespace">, name: string): string {
  return name.includes("/") || namespace === undefined ? name : `${namespace}/${name}`;
}
