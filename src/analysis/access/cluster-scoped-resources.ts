/**
 * Resources without a namespace, by API group: a RoleBinding to them has no effect. What is not listed counts as
 * namespaced, so that an unknown resource is never explained away. `podsecuritypolicies` and
 * `securitycontextconstraints` are left out because their verb `use` is checked in the namespace of the pod.
 */
const byGroup: Readonly<Record<string, string>> = {
  "": "componentstatuses groups nodes persistentvolumes users",
  "admissionregistration.k8s.io":
    "mutatingadmissionpolicies mutatingadmissionpolicybindings mutatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings validatingwebhookconfigurations",
  "apiextensions.k8s.io": "customresourcedefinitions",
  "apiregistration.k8s.io": "apiservices",
  "authentication.k8s.io": "groups nodes selfsubjectreviews tokenreviews uids userextras users",
  "authorization.k8s.io": "selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews",
  "cert-manager.io": "clusterissuers",
  "certificates.k8s.io": "certificatesigningrequests clustertrustbundles signers",
  "cilium.io": "ciliumclusterwidenetworkpolicies ciliumcidrgroups ciliumegressgatewaypolicies ciliumnodes",
  "external-secrets.io": "clusterexternalsecrets clustersecretstores",
  "flowcontrol.apiserver.k8s.io": "flowschemas prioritylevelconfigurations",
  "gateway.networking.k8s.io": "gatewayclasses",
  "kyverno.io": "clusterpolicies",
  "metrics.k8s.io": "nodes",
  "networking.k8s.io": "ingressclasses ipaddresses servicecidrs",
  "node.k8s.io": "runtimeclasses",
  "policy.networking.k8s.io": "adminnetworkpolicies baselineadminnetworkpolicies clusternetworkpolicies",
  "rbac.authorization.k8s.io": "clusterrolebindings clusterroles",
  "resource.k8s.io": "deviceclasses resourceslices",
  "scheduling.k8s.io": "priorityclasses",
  "storage.k8s.io": "csidrivers csinodes storageclasses volumeattachments volumeattributesclasses",
};

const known: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(byGroup).map(([group, resources]) => [group, new Set(resources.split(" "))]),
);

/** `resource` without its subresource. With the group `*` other groups may have a namespaced resource of that name. */
export function isClusterScoped(group: string, resource: string): boolean {
  return known.get(group)?.has(resource) ?? false;
}

/** Whether a resource, or what it is a subresource of, is in no namespace. A Namespace is reached from inside itself too. */
export function isOfCluster(group: string, resource: string): boolean {
  const [base = ""] = resource.split("/", 1);
  return (group === "" && base === "namespaces") || isClusterScoped(group, base);
}
