import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const clusterPolicyOverrode = defineRule({
  id: "cluster-policy-overrode",
  title: "A policy of the cluster opens connections",
  topic: "connectivity",
  severity: "critical",
  cases: flowCases("critical"),
  pci: ["1.2.2", "1.3.1", "1.3.2"],
  why: "Policies of the cluster decide before, or in place of, those of the namespaces: their owners have no say in it.",
  whatToDo: "Allow it in the namespaces that need it, and keep what the policy of the cluster refuses.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "cluster-policy"),

  examples: [
    {
      title: "A ClusterNetworkPolicy accepts what a namespace refuses",
      events: [
        "Every pod of namespace `shop` can now be reached from pods in namespaces with `team=obs` on every port, by ClusterNetworkPolicy `monitoring`",
      ],
      diff: `
        +apiVersion: policy.networking.k8s.io/v1alpha2
        +kind: ClusterNetworkPolicy
        +metadata: { name: monitoring }
        +spec:
        +  tier: Admin
        +  priority: 5
        +  subject: { namespaces: {} }
        +  ingress:
        +    - action: Accept
        +      from: [{ namespaces: { matchLabels: { team: obs } } }]
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: default-deny, namespace: shop }
         spec: { podSelector: {}, policyTypes: [Ingress] }
      `,
    },
    {
      title: "A ClusterNetworkPolicy accepts one namespace more",
      events: [
        "Every pod of namespace `shop` can now be reached from pods in namespace `ci` on every port, by ClusterNetworkPolicy `monitoring`",
      ],
      diff: `
         apiVersion: policy.networking.k8s.io/v1alpha2
         kind: ClusterNetworkPolicy
         metadata: { name: monitoring }
         spec:
           tier: Admin
           priority: 5
           subject: { namespaces: { matchLabels: { kubernetes.io/metadata.name: shop } } }
           ingress:
             - action: Accept
               from:
                 - namespaces: { matchLabels: { team: obs } }
        +        - namespaces: { matchLabels: { kubernetes.io/metadata.name: ci } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: default-deny, namespace: shop }
         spec: { podSelector: {}, policyTypes: [Ingress] }
      `,
    },
    {
      title: "A ClusterNetworkPolicy of the baseline accepts what is free anyway",
      events: [],
      diff: `
        +apiVersion: policy.networking.k8s.io/v1alpha2
        +kind: ClusterNetworkPolicy
        +metadata: { name: monitoring }
        +spec:
        +  tier: Baseline
        +  priority: 5
        +  subject: { namespaces: {} }
        +  ingress:
        +    - action: Accept
        +      from: [{ namespaces: { matchLabels: { team: obs } } }]
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: default-deny, namespace: shop }
         spec: { podSelector: {}, policyTypes: [Ingress] }
      `,
    },
  ],
});
