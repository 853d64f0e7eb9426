import { topicOf } from "../../kubernetes/kinds.ts";
import { seemsToHold } from "../../kubernetes/may-hold-kind.ts";
import type { FieldPath, Plain } from "../../kubernetes/resource.ts";
import { weighNginxAnnotation } from "../exposure/ingress-nginx/annotations.ts";
import { type Difference, isPlainObject } from "../plain-differences.ts";
import type { Concern } from "./concern.ts";

/**
 * What a differing key of a values file, a patch or a spec is about, judged by its words: the chart that gives it its
 * meaning is not at hand. The word nearest to the leaf decides, so that `ingress-nginx.controller.image.tag` is an image
 * and `redis.ingress.host` is routing.
 */
export function concernOfDifference({ path, before, after }: Omit<Difference, "label">): Concern {
  // Helm merges maps: an empty one changes nothing. An empty list or null would.
  if ((before === undefined && isEmptyMap(after)) || (after === undefined && isEmptyMap(before))) return "other";
  return concernOfValues(before, after) ?? concernOfPath(path);
}

function isEmptyMap(value: Plain | undefined): boolean {
  return isPlainObject(value) && Object.keys(value).length === 0;
}

/** Some values speak whatever their key: a Service type that opens a port, a manifest inside a string. */
function concernOfValues(before: Plain | undefined, after: Plain | undefined): Concern | undefined {
  const values = [before, after].filter((value): value is string => typeof value === "string");
  if (values.some((value) => /^(LoadBalancer|NodePort)$/.test(value.trim()))) return "routing";
  if (values.some((value) => riskyFlag.test(value))) return "routing";
  const kinds = values.filter((value) => value.includes("\n")).flatMap(seemsToHold);
  if (kinds.length === 0) return undefined;
  return kinds.some((kind) => accessKinds.has(kind)) ? "access" : "routing";
}

/** Flags of servers and controllers that loosen how they are reached. */
const riskyFlag = /^--?[\w.-]*(insecure|anonymous|disable-auth|no-auth|skip-tls|allow-snippet|enable-ssl-passthrough)/;

const accessKinds = new Set([
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
  "SecurityContextConstraints",
  "AppProject",
]);

/** The concern of a whole object that stands inside a values file or a patch. */
export function concernOfKind(apiVersion: string, kind: string): Concern | undefined {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  const topic = topicOf(group, kind);
  if (kind === "Service") return undefined;
  if (topic === "exposure" || topic === "connectivity") return "routing";
  if (topic === "access" || topic === "privilege") return "access";
  return topic === "opaque" ? (accessKinds.has(kind) ? "access" : "routing") : undefined;
}

export function concernOfPath(path: FieldPath): Concern {
  const keys = path.filter((step): step is string => typeof step === "string");
  if (keys.some((key) => privilegeKey.test(key))) return "access";
  const annotated = keys.findIndex((_key, at) => at > 0 && isAnnotations(keys[at - 1]));
  // Alertmanager routes alerts, not requests.
  if (keys.some((key, at) => /^routes?$/.test(key) && keys[at - 1] === "config")) return "other";
  if (annotated > 0) return concernOfAnnotation(keys[annotated] ?? "", keys.slice(0, annotated - 1));
  // What stands under such a key is about it, whatever names people gave to things in between.
  const owner = keys.findLast((key) => owners.has(key));
  if (owner !== undefined) return keys.includes("labels") ? "other" : (owners.get(owner) ?? "other");
  if (keys.at(-1) === "type" && keys.some((key) => / services? /.test(padded(key)))) return "routing";
  return concernOfWords(keys);
}

/** Labels and keys that say what pods may be, who is let in, and who may use Argo CD, whatever object they stand in. */
const privilegeKey =
  /^(?:pod-security\.kubernetes\.io\/|istio-injection$|istio\.io\/(?:rev|dataplane-mode)$|(?:sidecar\.istio|linkerd)\.io\/inject$|azure\.workload\.identity\/|iam\.amazonaws\.com\/|pod-identity\.alibabacloud\.com\/|aadpodidbinding$|policy\.(?:[\w.-]*\.)?csv$|policy\.default$|map(?:Roles|Users|Accounts)$|users\.anonymous\.enabled$|accounts\.[\w-]+(?:\.enabled)?$)/;

const owners: ReadonlyMap<string, Concern> = new Map([
  ...["ingress", "ingresses", "route", "routes", "httpRoute", "httpRoutes", "httproute", "grpcRoute"].map(
    (key): [string, Concern] => [key, "routing"],
  ),
  ...["networkPolicy", "networkPolicies", "networkpolicy", "networkpolicies"].map((key): [string, Concern] => [
    key,
    "routing",
  ]),
  ...["rbac", "serviceAccount", "serviceAccounts", "clusterRole", "clusterRoles", "roleBinding", "roleBindings"].map(
    (key): [string, Concern] => [key, "access"],
  ),
]);

/** From the leaf to the root, the first key with a clear meaning decides. */
function concernOfWords(keys: readonly string[]): Concern {
  let weak: Concern | undefined;
  for (const key of [...keys].reverse()) {
    const meaning = meaningOf(key);
    if (meaning === "harmless") return "other";
    if (meaning?.strong) return meaning.concern;
    weak ??= meaning?.concern;
  }
  return weak ?? "other";
}

type Meaning = "harmless" | { readonly concern: Concern; readonly strong: boolean };

function meaningOf(key: string): Meaning | undefined {
  const text = padded(key);
  if (harmless.test(text) || harmlessKey.test(key)) return "harmless";
  if (strongAccess.test(text)) return { concern: "access", strong: true };
  if (strongRouting.test(text)) return { concern: "routing", strong: true };
  if (privateService.test(text)) return "harmless";
  if (weakAccess.test(text)) return { concern: "access", strong: false };
  return weakRouting.test(text) ? { concern: "routing", strong: false } : undefined;
}

/** How the containers run, not who reaches them: wins over everything above it. */
const harmless =
  / (images?|tags?|digests?|replicas?|replica count|autoscaling|hpa|config maps?|host (namespace|pid|ipc)( only)?|affinity|tolerations?|node selector|topology spread constraints|probes?|liveness|readiness|startup probe|persistence|storage|volumes?|volume mounts?|host path|host aliases|mount paths?|env|envs|env from|extra env|extra envs|environment|env vars?|labels|match labels|match expressions|dashboards?|prometheus rules?|alerts?|service monitor|pod monitor|timezone|schedule|dns config|dns policy|priority class name|security context|sops) /;
const harmlessKey =
  /^(resources|requests|limits|repository|pullPolicy|appVersion|checksum\/.*|DB_.*|.*_(TAG|IMAGE|VERSION)|client_?[sS]ecret)$/;

const strongRouting =
  / (ingress(es)?|httproutes?|http routes?|grpc routes?|tcp routes?|tls routes?|parent refs?|gateways?|listeners?|middlewares?|entry ?points?|virtual ?services?|virtual ?servers?|network polic(y|ies)|networkpolic(y|ies)|egress|load balancer.*|lb (ip|source ranges?|class)|external ips?|node ports?|host ports?|host network|source ranges?|white ?list.*|allow ?list.*|authorization polic(y|ies)|peer authentication|ssl passthrough|ssl redirect|snippets?|cors) /;
const strongAccess =
  / (rbac|service ?accounts?|service account name|cluster ?roles?|role ?bindings?|cluster role ?bindings?|role ref|subjects|cluster admin|automount.*) /;
const weakRouting =
  / (hosts?|host ?names?|domains?|fqdn|vhosts?|tls|ssl|mtls|auth|authn|authz|authentication|oauth2?|oidc|anonymous|basic ?auth|forward ?auth|exposed?|public|internet|waf|routes?) /;
const weakAccess = / (roles?|rolearn|permissions?|impersonate) /;
/** What the workload itself connects to: its host or password does not publish anything. */
const privateService =
  / (db|database|databases|postgres|postgresql|postgre|mysql|mariadb|mongo|mongodb|redis|valkey|dragonfly|memcached|rabbitmq|amqp|kafka|zookeeper|elasticsearch|opensearch|smtp|mail|email|imap|nfs|s3|minio|bucket|backup|backups|syslog|logging|logs|metrics|proxy url|upstream|datasources?|remote ?write|exporter) /;

/** Annotations say by their prefix which controller listens; those of routing objects all count. */
export function concernOfAnnotation(key: string, owners: readonly string[]): Concern {
  if (/^checksum\/|reloader|prometheus\.io\/|gethomepage|hajimari/.test(key)) return "other";
  if (/role-arn|iam\.gke|workload-identity|azure\.workload/.test(key)) return "access";
  const weight = weighNginxAnnotation(key);
  // Names in DNS decide where requests arrive, which the objects at hand do not show. Certificates follow from the hosts.
  if (key.startsWith("external-dns.")) return /ttl|owner|set-identifier/.test(key) ? "other" : "routing";
  if (weight === "none" || /cert-manager\.io\//.test(key)) return "other";
  const owner = ` ${owners.flatMap(wordsOf).join(" ")} `;
  if (/ service ?accounts? /.test(owner)) return "access";
  if (weight === "harmless" && !addressAnnotation.test(key)) return "other";
  if (edgeAnnotation.test(key)) return "routing";
  return / (services?|ingress(es)?|routes?|gateways?|listeners?) /.test(owner) ? "routing" : "other";
}

/** An address asked of a load balancer, or a name published by other means than an Ingress. */
const addressAnnotation = /load-?balancer|lbipam|metallb|kube-vip|tailscale|cloudflare|ambassador|expose|hostname/i;
const edgeAnnotation =
  /ingress|nginx\.org|traefik|haproxy|konghq|alb\.|load-?balancer|gateway|istio|ambassador|contour|tailscale|cloudflare|metallb|cilium|oauth|auth-|whitelist|allowlist|source-range/;

function isAnnotations(key: string | undefined): boolean {
  return key !== undefined && wordsOf(key).includes("annotations");
}

function padded(key: string): string {
  return ` ${wordsOf(key).join(" ")} `;
}

/** `ingressClassName` → ingress, class, name; `DB_HOST` → db, host; `load-balancer` → load, balancer. */
export function wordsOf(key: string): readonly string[] {
  return key
    .replace(/IPs/g, "Ips")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}
