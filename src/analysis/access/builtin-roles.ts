import type { PolicyRule } from "./policy-rule.ts";
import { rule } from "./policy-rule.ts";

/** A role that every cluster with RBAC has and that manifests refer to without defining it. */
interface BuiltinRole {
  readonly name: string;
  /** Only of namespaced Roles. */
  readonly namespace?: string;
  /** The well-known roles (`view`, `edit`, `admin`) whose aggregation selects this role. */
  readonly aggregatesTo?: readonly string[];
  /** Set where the rules are the sum of the roles that aggregate to this one. */
  readonly aggregated?: true;
  readonly rules: readonly PolicyRule[];
}

/**
 * ClusterRoles of Kubernetes 1.36 (bootstrap policy of the API server). The roles `system:controller:*` are left out on
 * purpose: only kube-system service accounts hold them, so a reference to one stays unknown.
 */
export const builtinClusterRoles: readonly BuiltinRole[] = [
  { name: "admin", aggregated: true, rules: [] },
  { name: "cluster-admin", rules: [rule("* * *"), rule("url * *")] },
  { name: "edit", aggregatesTo: ["admin"], aggregated: true, rules: [] },
  {
    name: "system:aggregate-to-admin",
    aggregatesTo: ["admin"],
    rules: [
      rule("authorization.k8s.io localsubjectaccessreviews create"),
      rule("rbac.authorization.k8s.io rolebindings,roles create,delete,deletecollection,get,list,patch,update,watch"),
    ],
  },
  {
    name: "system:aggregate-to-edit",
    aggregatesTo: ["edit"],
    rules: [
      rule("core pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy get,list,watch"),
      rule("core serviceaccounts impersonate"),
      rule("core pods,pods/attach,pods/exec,pods/portforward,pods/proxy create,delete,deletecollection,patch,update"),
      rule("core pods/eviction create"),
      rule(
        "core configmaps,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy create,delete,deletecollection,patch,update",
      ),
      rule("core serviceaccounts/token create"),
      rule("core,events.k8s.io events create,delete,deletecollection,patch,update"),
      rule(
        "apps daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale create,delete,deletecollection,patch,update",
      ),
      rule("autoscaling horizontalpodautoscalers create,delete,deletecollection,patch,update"),
      rule("batch cronjobs,jobs create,delete,deletecollection,patch,update"),
      rule(
        "extensions daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale create,delete,deletecollection,patch,update",
      ),
      rule("policy poddisruptionbudgets create,delete,deletecollection,patch,update"),
      rule("networking.k8s.io ingresses,networkpolicies create,delete,deletecollection,patch,update"),
      rule("coordination.k8s.io leases create,delete,deletecollection,get,list,patch,update,watch"),
      rule("resource.k8s.io resourceclaims,resourceclaimtemplates create,delete,deletecollection,patch,update"),
    ],
  },
  {
    name: "system:aggregate-to-view",
    aggregatesTo: ["view"],
    rules: [
      rule(
        "core configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status get,list,watch",
      ),
      rule(
        "core bindings,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status get,list,watch",
      ),
      rule("core namespaces get,list,watch"),
      rule("core,events.k8s.io events get,list,watch"),
      rule("discovery.k8s.io endpointslices get,list,watch"),
      rule(
        "apps controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status get,list,watch",
      ),
      rule("autoscaling horizontalpodautoscalers,horizontalpodautoscalers/status get,list,watch"),
      rule("batch cronjobs,cronjobs/status,jobs,jobs/status get,list,watch"),
      rule(
        "extensions daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale get,list,watch",
      ),
      rule("policy poddisruptionbudgets,poddisruptionbudgets/status get,list,watch"),
      rule("networking.k8s.io ingresses,ingresses/status,networkpolicies get,list,watch"),
      rule("resource.k8s.io resourceclaims,resourceclaims/status,resourceclaimtemplates get,list,watch"),
    ],
  },
  {
    name: "system:auth-delegator",
    rules: [
      rule("authentication.k8s.io tokenreviews create"),
      rule("authorization.k8s.io subjectaccessreviews create"),
    ],
  },
  {
    name: "system:basic-user",
    rules: [
      rule("authorization.k8s.io selfsubjectaccessreviews,selfsubjectrulesreviews create"),
      rule("authentication.k8s.io selfsubjectreviews create"),
    ],
  },
  {
    name: "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
    rules: [rule("certificates.k8s.io certificatesigningrequests/nodeclient create")],
  },
  {
    name: "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    rules: [rule("certificates.k8s.io certificatesigningrequests/selfnodeclient create")],
  },
  {
    name: "system:certificates.k8s.io:kube-apiserver-client-approver",
    rules: [rule("certificates.k8s.io signers approve kubernetes.io/kube-apiserver-client")],
  },
  {
    name: "system:certificates.k8s.io:kube-apiserver-client-kubelet-approver",
    rules: [rule("certificates.k8s.io signers approve kubernetes.io/kube-apiserver-client-kubelet")],
  },
  {
    name: "system:certificates.k8s.io:kubelet-serving-approver",
    rules: [rule("certificates.k8s.io signers approve kubernetes.io/kubelet-serving")],
  },
  {
    name: "system:certificates.k8s.io:legacy-unknown-approver",
    rules: [rule("certificates.k8s.io signers approve kubernetes.io/legacy-unknown")],
  },
  {
    name: "system:discovery",
    rules: [rule("url /api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/ get")],
  },
  {
    name: "system:heapster",
    rules: [rule("core events,namespaces,nodes,pods get,list,watch"), rule("extensions deployments get,list,watch")],
  },
  { name: "system:kube-aggregator", rules: [rule("core endpoints,services get,list,watch")] },
  {
    name: "system:kube-controller-manager",
    rules: [
      rule("core,events.k8s.io events create,patch,update"),
      rule("coordination.k8s.io leases create"),
      rule("coordination.k8s.io leases get,update kube-controller-manager"),
      rule("core secrets,serviceaccounts create"),
      rule("core secrets delete"),
      rule("core configmaps,namespaces,secrets,serviceaccounts get"),
      rule("core secrets,serviceaccounts update"),
      rule("authentication.k8s.io tokenreviews create"),
      rule("authorization.k8s.io subjectaccessreviews create"),
      rule("* * list,watch"),
      rule("core serviceaccounts/token create"),
    ],
  },
  { name: "system:kube-dns", rules: [rule("core endpoints,services list,watch")] },
  {
    name: "system:kube-scheduler",
    rules: [
      rule("core,events.k8s.io events create,patch,update"),
      rule("coordination.k8s.io leases create"),
      rule("coordination.k8s.io leases get,list,update,watch kube-scheduler"),
      rule("coordination.k8s.io leasecandidates create,delete,deletecollection,get,list,patch,update,watch"),
      rule("core nodes get,list,watch"),
      rule("core pods delete,get,list,watch"),
      rule("core bindings,pods/binding create"),
      rule("core pods/status patch,update"),
      rule("core replicationcontrollers,services get,list,watch"),
      rule("apps,extensions replicasets get,list,watch"),
      rule("apps statefulsets get,list,watch"),
      rule("policy poddisruptionbudgets get,list,watch"),
      rule("core persistentvolumeclaims,persistentvolumes get,list,watch"),
      rule("authentication.k8s.io tokenreviews create"),
      rule("authorization.k8s.io subjectaccessreviews create"),
      rule("storage.k8s.io csinodes get,list,watch"),
      rule("storage.k8s.io volumeattachments get,list,watch"),
      rule("core namespaces get,list,watch"),
      rule("storage.k8s.io csidrivers get,list,watch"),
      rule("storage.k8s.io csistoragecapacities get,list,watch"),
      rule("resource.k8s.io deviceclasses get,list,watch"),
      rule("resource.k8s.io resourceclaims get,list,patch,update,watch"),
      rule("resource.k8s.io resourceclaims/status get,list,patch,update,watch"),
      rule("core pods/finalizers update"),
      rule("resource.k8s.io resourceslices get,list,watch"),
      rule("resource.k8s.io resourceclaims create,delete"),
    ],
  },
  {
    name: "system:kubelet-api-admin",
    rules: [
      rule("core nodes get,list,watch"),
      rule("core nodes proxy"),
      rule("core nodes/log,nodes/metrics,nodes/proxy,nodes/stats *"),
      rule("core nodes/configz,nodes/healthz,nodes/pods *"),
    ],
  },
  {
    name: "system:monitoring",
    rules: [
      rule("url /healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*,/statusz get"),
      rule("core nodes/metrics get"),
    ],
  },
  {
    name: "system:node",
    rules: [
      rule("authentication.k8s.io tokenreviews create"),
      rule("authorization.k8s.io localsubjectaccessreviews,subjectaccessreviews create"),
      rule("core services get,list,watch"),
      rule("core nodes create,get,list,watch"),
      rule("core nodes/status patch,update"),
      rule("core nodes patch,update"),
      rule("core,events.k8s.io events create,patch,update"),
      rule("core pods get,list,watch"),
      rule("core pods create,delete"),
      rule("core pods/status patch,update"),
      rule("core pods/eviction create"),
      rule("core configmaps,secrets get,list,watch"),
      rule("core persistentvolumeclaims,persistentvolumes get"),
      rule("core endpoints get"),
      rule("certificates.k8s.io certificatesigningrequests create,get,list,watch"),
      rule("coordination.k8s.io leases create,delete,get,patch,update"),
      rule("storage.k8s.io volumeattachments get"),
      rule("core serviceaccounts/token create"),
      rule("core persistentvolumeclaims/status get,patch,update"),
      rule("storage.k8s.io csidrivers get,list,watch"),
      rule("storage.k8s.io csinodes create,delete,get,patch,update"),
      rule("node.k8s.io runtimeclasses get,list,watch"),
      rule("resource.k8s.io resourceclaims get"),
      rule("resource.k8s.io resourceslices deletecollection"),
      rule("core serviceaccounts get"),
    ],
  },
  {
    name: "system:node-bootstrapper",
    rules: [rule("certificates.k8s.io certificatesigningrequests create,get,list,watch")],
  },
  {
    name: "system:node-problem-detector",
    rules: [
      rule("core nodes get"),
      rule("core nodes/status patch"),
      rule("core,events.k8s.io events create,patch,update"),
    ],
  },
  {
    name: "system:node-proxier",
    rules: [
      rule("core endpoints,services list,watch"),
      rule("core nodes get,list,watch"),
      rule("core,events.k8s.io events create,patch,update"),
      rule("networking.k8s.io servicecidrs list,watch"),
      rule("discovery.k8s.io endpointslices list,watch"),
    ],
  },
  {
    name: "system:persistent-volume-provisioner",
    rules: [
      rule("core persistentvolumes create,delete,get,list,watch"),
      rule("core persistentvolumeclaims get,list,update,watch"),
      rule("storage.k8s.io storageclasses get,list,watch"),
      rule("core events watch"),
      rule("core,events.k8s.io events create,patch,update"),
    ],
  },
  { name: "system:public-info-viewer", rules: [rule("url /healthz,/livez,/readyz,/version,/version/ get")] },
  {
    name: "system:service-account-issuer-discovery",
    rules: [
      rule(
        "url /.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/ get",
      ),
    ],
  },
  {
    name: "system:volume-scheduler",
    rules: [
      rule("core persistentvolumes get,list,patch,update,watch"),
      rule("storage.k8s.io storageclasses get,list,watch"),
      rule("core persistentvolumeclaims get,list,patch,update,watch"),
    ],
  },
  { name: "view", aggregatesTo: ["edit"], aggregated: true, rules: [] },
];

/** Roles that the API server creates in its own namespaces. */
export const builtinRoles: readonly BuiltinRole[] = [
  {
    namespace: "kube-public",
    name: "system:controller:bootstrap-signer",
    rules: [
      rule("core configmaps get,list,watch"),
      rule("core configmaps update cluster-info"),
      rule("core,events.k8s.io events create,patch,update"),
    ],
  },
  {
    namespace: "kube-system",
    name: "extension-apiserver-authentication-reader",
    rules: [rule("core configmaps get,list,watch extension-apiserver-authentication")],
  },
  {
    namespace: "kube-system",
    name: "system::leader-locking-kube-controller-manager",
    rules: [
      rule("coordination.k8s.io leases create,get,list,update,watch"),
      rule("coordination.k8s.io leasecandidates create,get,list,update,watch"),
    ],
  },
  {
    namespace: "kube-system",
    name: "system::leader-locking-kube-scheduler",
    rules: [
      rule("coordination.k8s.io leases create,get,list,update,watch"),
      rule("coordination.k8s.io leasecandidates create,get,list,update,watch"),
    ],
  },
  {
    namespace: "kube-system",
    name: "system:controller:bootstrap-signer",
    rules: [rule("core secrets get,list,watch")],
  },
  {
    namespace: "kube-system",
    name: "system:controller:cloud-provider",
    rules: [rule("core configmaps create,get,list,watch")],
  },
  {
    namespace: "kube-system",
    name: "system:controller:token-cleaner",
    rules: [rule("core secrets delete,get,list,watch"), rule("core,events.k8s.io events create,patch,update")],
  },
];

interface BuiltinBinding {
  readonly role: string;
  readonly subjects: readonly { readonly kind: "User" | "Group"; readonly name: string }[];
}

/** ClusterRoleBindings of the bootstrap policy. They decide what a new grant adds to: everybody may read `/version` already. */
export const builtinClusterRoleBindings: readonly BuiltinBinding[] = [
  { role: "cluster-admin", subjects: [{ kind: "Group", name: "system:masters" }] },
  { role: "system:basic-user", subjects: [{ kind: "Group", name: "system:authenticated" }] },
  { role: "system:discovery", subjects: [{ kind: "Group", name: "system:authenticated" }] },
  { role: "system:kube-controller-manager", subjects: [{ kind: "User", name: "system:kube-controller-manager" }] },
  { role: "system:kube-dns", subjects: [{ kind: "User", name: "system:serviceaccount:kube-system:kube-dns" }] },
  { role: "system:kube-scheduler", subjects: [{ kind: "User", name: "system:kube-scheduler" }] },
  { role: "system:monitoring", subjects: [{ kind: "Group", name: "system:monitoring" }] },
  { role: "system:node-proxier", subjects: [{ kind: "User", name: "system:kube-proxy" }] },
  {
    role: "system:public-info-viewer",
    subjects: [
      { kind: "Group", name: "system:authenticated" },
      { kind: "Group", name: "system:unauthenticated" },
    ],
  },
  { role: "system:service-account-issuer-discovery", subjects: [{ kind: "Group", name: "system:serviceaccounts" }] },
  { role: "system:volume-scheduler", subjects: [{ kind: "User", name: "system:kube-scheduler" }] },
];
