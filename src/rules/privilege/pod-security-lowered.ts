import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const podSecurityLowered = defineRule({
  id: "pod-security-lowered",
  title: "Pods of a namespace may be more than before",
  topic: "privilege",
  severity: "high",
  cases: {
    opened: { severity: "high", when: "Privileged pods are admitted, or whatever the default of the cluster is" },
    lowered: { severity: "medium", when: "`baseline` takes the place of `restricted`" },
    unclear: { severity: "medium", when: "What was admitted before, or is admitted now, is not known" },
    older: { severity: "low", when: "The level of an older version of Kubernetes counts" },
    "only-told": { severity: "low", when: "Only what is recorded or warned of changes" },
  },
  pci: ["2.2.1", "2.2.6", "7.2.5"],
  why: "A privileged pod is root on its node: it reads the Secrets and the memory of every other pod there.",
  whatToDo: "Keep the level, and move what needs more to a namespace of its own.",

  check: (change) => tellPrivilege(change, "pod-security"),

  examples: [
    {
      title: "A namespace admits privileged pods",
      events: ["Namespace `shop` now has the Pod Security level `privileged` (it was `baseline`)"],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
        -    pod-security.kubernetes.io/enforce: baseline
        +    pod-security.kubernetes.io/enforce: privileged
      `,
    },
    {
      title: "The level is removed",
      events: ["Namespace `shop` now has no Pod Security level (it was `restricted`)"],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             team: shop
        -    pod-security.kubernetes.io/enforce: restricted
      `,
    },
    {
      title: "A level is lowered",
      events: ["Namespace `shop` now has the Pod Security level `baseline` (it was `restricted`)"],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
        -    pod-security.kubernetes.io/enforce: restricted
        +    pod-security.kubernetes.io/enforce: baseline
      `,
    },
    {
      title: "Nobody is warned any more",
      events: ["Namespace `shop` now has no Pod Security level for warn (it was `restricted`)"],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             pod-security.kubernetes.io/enforce: baseline
        -    pod-security.kubernetes.io/warn: restricted
      `,
    },
    {
      title: "An older version of the level counts",
      events: [
        "Namespace `shop` now judges pods by version v1.24 of the `restricted` level (enforce), no longer by latest",
      ],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             pod-security.kubernetes.io/enforce: restricted
        +    pod-security.kubernetes.io/enforce-version: v1.24
      `,
    },
    {
      title: "A cluster may have been stricter by itself",
      events: ["Namespace `shop` now has the Pod Security level `privileged` (it had none)"],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             team: shop
        +    pod-security.kubernetes.io/enforce: privileged
      `,
    },
    {
      title: "A level is raised",
      events: [],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             team: shop
        +    pod-security.kubernetes.io/enforce: baseline
      `,
    },
    {
      title: "What is the default is written down",
      events: [],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             pod-security.kubernetes.io/enforce: restricted
        +    pod-security.kubernetes.io/enforce-version: latest
      `,
    },
    {
      title: "A new namespace admits everything",
      events: [],
      diff: `
        +apiVersion: v1
        +kind: Namespace
        +metadata:
        +  name: shop
        +  labels:
        +    pod-security.kubernetes.io/enforce: privileged
      `,
    },
  ],
});
