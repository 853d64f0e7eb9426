import { seemsToHold } from "../../../kubernetes/may-hold-kind.ts";
import { concernOfAnnotation, concernOfDifference } from "../concern-of-difference.ts";
import { accessKindNames, kindAround } from "./template-kinds.ts";
import type { TemplateLine } from "./template-lines.ts";

/** Whether a touched line of an object of a protected kind only describes it, or steers what cannot publish anything. */
export function isQuietLine(line: TemplateLine, kind: string, types: ServiceTypes): boolean {
  const { text, path, role } = line;
  // What a condition or loop encloses is judged line by line.
  if (role === "instruction") return true;
  if (/^[\s{}[\](),;-]*$/.test(text)) return true;
  if (isLabel(line)) return isQuietLabel(line, kind);
  const annotation = path.lastIndexOf("annotations");
  if (annotation >= 0) return isQuietAnnotation(line, path[annotation + 1], kind);
  if (path.at(-1) === "apiVersion") return knownVersion.test(text);
  if (path.at(-1) === "metadata" && /metadata["']?\s*\+?:+\s*\{?$/.test(text)) return true;
  if (path.at(-2) === "metadata" && path.at(-1) === "namespace") return isQuietNamespace(text, kind);
  if (path.at(-2) === "metadata" && path.at(-1) === "name") return namedByNobody.test(kind);
  return kind === "Service" && isQuietServiceLine(line, types);
}

const knownVersion =
  /apiVersion["']?\s*:\s*["']?(networking\.k8s\.io|extensions|rbac\.authorization\.k8s\.io|gateway\.networking\.k8s\.io|v1\b)/;

/** Objects that others do not refer to by name. */
const namedByNobody =
  /^(Ingress|HTTPRoute|GRPCRoute|TLSRoute|TCPRoute|UDPRoute|Route|IngressRoute|HTTPProxy|VirtualService|NetworkPolicy|Service)$/;

function isLabel({ path }: TemplateLine): boolean {
  const at = path.lastIndexOf("labels");
  return at >= 0 && at >= path.length - 2 && (at === 0 || path[at - 1] === "metadata");
}

/** Roles aggregate others by their labels, and OpenShift's router picks its routes by them. */
function isQuietLabel({ text }: TemplateLine, kind: string): boolean {
  if (kind === "ClusterRole" || kind === "*") return !/aggregate|rbac\.authorization|toYaml|tpl /.test(text);
  return kind !== "Route" || /include|labels["']?\s*:|(app\.kubernetes\.io|helm\.sh)\//.test(text);
}

function isQuietAnnotation({ text }: TemplateLine, key: string | undefined, kind: string): boolean {
  if (accessKindNames.has(kind)) return true;
  if (key !== undefined) return concernOfAnnotation(key, [kind]) === "other";
  // The key that opens the annotations says nothing itself; what fills them in might say anything.
  return /^["']?annotations["']?\s*\+?:+\s*\{?$/.test(text);
}

/** Charts install into the release's namespace anyway. Where a grant or a restriction stands decides what it covers. */
function isQuietNamespace(text: string, kind: string): boolean {
  return (
    /\{\{\s*\$?\.Release\.Namespace\s*(\|\s*quote\s*)?\}\}/.test(text) ||
    namedByNobody.test(kind.replace("NetworkPolicy", ""))
  );
}

/** Nobody outside the cluster reaches a ClusterIP Service: its ports and selectors publish nothing. */
function isQuietServiceLine({ path, text }: TemplateLine, types: ServiceTypes): boolean {
  if (isClusterIp.test(text)) return true;
  if (path.some((key) => exposingField.test(key)) || /LoadBalancer|NodePort|ExternalName|externalIPs/.test(text))
    return false;
  if (/toYaml|\binclude\b|\btpl\b/.test(text) && !path.some((key) => /^(selector|labels|ports)$/.test(key)))
    return false;
  if (path.includes("ports")) return types === "none";
  // Values may choose the type: then a port may open, but the pods behind it hardly become others by accident.
  return !path.includes("selector") || types !== "published";
}

const isClusterIp = /^["']?type["']?\s*:+\s*["']?ClusterIP["']?,?$/;

const exposingField = /^(type|externalIPs|externalName|loadBalancer\w*|nodePort)$/;

/** What the Services of a template say about their type: nothing but ClusterIP, values decide, or a published one. */
export type ServiceTypes = "none" | "from values" | "published";

export function serviceTypesOf(lines: readonly TemplateLine[]): ServiceTypes {
  const types = lines.filter(({ path, text }) => path.at(-1) === "type" && !isClusterIp.test(text));
  const ofServices = types.filter(({ block }) => kindAround(block) === "Service");
  if (ofServices.length === 0) return "none";
  return ofServices.some(({ text }) => /LoadBalancer|NodePort/.test(text)) ? "published" : "from values";
}

/** A whole object in one line. */
export function saysKind({ text }: TemplateLine): boolean {
  return seemsToHold(text).some((word) => word !== "Service");
}

/** Touched lines outside of protected objects, by the words of their keys. */
export function wordsMatter({ path, text, role }: TemplateLine, kind: "other" | undefined): boolean {
  if (role !== "content") return false;
  const last = path.at(-1) ?? "";
  // Of other kinds, only what changes how pods are reached or what they may do.
  if (kind === "other") return /^(hostNetwork|hostPort)$/.test(last);
  if (/^(verbs|apiGroups|roleRef|subjects|nonResourceURLs|resourceNames|aggregationRule)$/.test(last)) return true;
  // Nobody nests keys this deep; whoever does may want them to be overlooked.
  if (path.length > 60) return true;
  const value = text.slice(text.search(/[:=]/) + 1).replace(/^[:=\s]+/, "");
  return concernOfDifference({ path, before: undefined, after: withoutPunctuation(value) }) !== "other";
}

/** Jsonnet and CUE end a value with a comma, and may quote it. */
function withoutPunctuation(value: string): string {
  let end = value.length;
  while (end > 0 && ",{[ ".includes(value.charAt(end - 1))) end--;
  return value.slice(0, end).replace(/^["']|["']$/g, "");
}
