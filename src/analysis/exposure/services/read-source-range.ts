import { cidrsOf, everyAddress, parseAddresses } from "../address-set.ts";
import type { SourceRange } from "../controls/source-range.ts";
import { asList, asText } from "../plain-fields.ts";
import { annotationValue, attributeValue, isOn } from "./annotation-value.ts";
import { isAwsController } from "./load-balancer-reach.ts";
import type { ServiceObject } from "./service-object.ts";

const sourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";
const azureRanges = "service.beta.kubernetes.io/azure-allowed-ip-ranges";
const azureTags = "service.beta.kubernetes.io/azure-allowed-service-tags";
const awsSecurityGroups = "service.beta.kubernetes.io/aws-load-balancer-security-groups";
const awsTargets = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";
const awsTargetAttributes = "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes";

/** Read for `sourceRange` and nothing else. */
export const sourceRangeAnnotations: readonly string[] = [sourceRanges, azureRanges, azureTags];

/** What takes the effect from a list, or gives it back. */
export const sourceRangeCircumstances: readonly string[] = [awsSecurityGroups, awsTargets, awsTargetAttributes];

/** Who may connect to a load balancer. The field comes before the annotation; Azure adds lists of its own. */
export function readServiceSourceRange(service: ServiceObject): SourceRange {
  const { resource, spec, type } = service;
  const written = spec.loadBalancerSourceRanges ?? [];
  if (!asList(written)) return { kind: "unreadable", text: asText(written) ?? JSON.stringify(written) };
  const field = asList(written)?.map((entry) => (asText(entry) ?? JSON.stringify(entry)).trim());
  const entries = field && field.length > 0 ? field : entriesOf(annotationValue(resource, sourceRanges));
  const azure = entriesOf(annotationValue(resource, azureRanges));
  const tags = entriesOf(annotationValue(resource, azureTags));
  const all = [...entries, ...azure];
  if (all.length + tags.length === 0) return { kind: "every" };
  if (type !== "LoadBalancer") return { kind: "every", despite: "only a load balancer observes its list of addresses" };
  const reason = ignoredBecause(service);
  if (reason !== undefined) return { kind: "every", despite: reason };
  if (tags.some((tag) => /^internet$/i.test(tag))) return { kind: "every" };
  const isCertain = !isAwsController(service) || seesClients(service) !== "unknown";
  return isCertain ? rangeOf(all, tags) : { kind: "unreadable", text: all.join(", ") };
}

function rangeOf(entries: readonly string[], tags: readonly string[]): SourceRange {
  const set = parseAddresses(entries);
  // A service tag stands for addresses that Azure publishes and changes.
  if (!set || tags.length > 0) return { kind: "unreadable", text: [...entries, ...tags].sort().join(", ") };
  if (entries.length === 0) return { kind: "every" };
  const accepts = cidrsOf(set);
  return accepts.join() === everyBlock ? { kind: "every" } : { kind: "blocks", accepts };
}

/** The cases that the AWS Load Balancer Controller documents for its network load balancers. */
function ignoredBecause(service: ServiceObject): string | undefined {
  const { resource } = service;
  if (!isAwsController(service)) return undefined;
  if (annotationValue(resource, awsSecurityGroups) !== undefined)
    return "security groups are named, and then the list of addresses has no effect";
  return seesClients(service) === false
    ? "the load balancer hides the addresses of clients, and then the list has no effect"
    : undefined;
}

/** Whether connections keep the client's address on their way to the pods (AWS): off for targets by IP unless it is switched on. */
export function seesClients({ resource }: ServiceObject): boolean | "unknown" {
  const preserve = attributeValue(annotationValue(resource, awsTargetAttributes), "preserve_client_ip.enabled");
  if (preserve !== undefined) return isOn(preserve);
  const type = annotationValue(resource, "service.beta.kubernetes.io/aws-load-balancer-type");
  return (annotationValue(resource, awsTargets) ?? (type === "nlb-ip" ? "ip" : "instance")) !== "ip";
}

function entriesOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

const everyBlock = cidrsOf(everyAddress).join();
