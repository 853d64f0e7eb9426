import type { ApplicationChange } from "../../analysis/coverage/coverage-change.ts";
import { defineRule, type Finding } from "../rule.ts";
import { markText, objectsText } from "../say-application.ts";

export const removalWithheld = defineRule({
  id: "removal-withheld",
  title: "What is deleted here stays in the cluster",
  topic: "coverage",
  severity: "low",
  cases: {
    "opening-left-behind": {
      severity: "medium",
      when: "A grant or a route is deleted here, and lives on in the cluster",
    },
    "opening-kept": { severity: "low", when: "A grant or a route will live on when somebody deletes it here" },
    "guard-left-behind": { severity: "low", when: "A network policy or another guard is deleted here, and lives on" },
    other: { severity: "info", when: "Anything else" },
  },
  pci: ["7.2.4", "6.5.1"],
  why: "Whoever reviews the deletion of a grant or a route takes it for gone. In the cluster it is still there, and no repository tells of it.",
  whatToDo: "Take the mark away and let the object be deleted by what applies it, or delete it in the cluster as well.",

  check(change) {
    return change.kind === "application" ? findingOf(change) : undefined;
  },

  examples: [
    {
      title: "A binding is deleted that Argo CD does not prune",
      events: [
        "RoleBinding `shop/team` is deleted here and stays in the cluster: Argo CD does not delete it (`argocd.argoproj.io/sync-options: Prune=false`)",
      ],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: RoleBinding
        -metadata:
        -  name: team
        -  namespace: shop
        -  annotations: { argocd.argoproj.io/sync-options: Prune=false }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        -subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: team }]`,
    },
    {
      title: "A binding asks to be kept",
      events: [
        "RoleBinding `shop/team` will stay in the cluster when it is deleted here: Flux does not delete it (`kustomize.toolkit.fluxcd.io/prune: disabled`)",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata:
           name: team
           namespace: shop
        +  labels: { kustomize.toolkit.fluxcd.io/prune: disabled }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
         subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: team }]`,
    },
    {
      title: "A binding is deleted, and pruned",
      events: [],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: RoleBinding
        -metadata:
        -  name: team
        -  namespace: shop
        -  annotations: { argocd.argoproj.io/sync-options: Validate=false }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        -subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: team }]`,
    },
  ],
});

function findingOf({ found, role, objects }: ApplicationChange): Finding | undefined {
  const text = objectsText(objects);
  const isOne = objects.length === 1;
  const [are, stays, it, itIs] = isOne ? ["is", "stays", "it", "it is"] : ["are", "stay", "them", "they are"];
  const why = `${found.mark.tool} does not delete ${it} (${markText(found.mark)})`;
  switch (found.what) {
    case "left-behind":
      return {
        message: `${text} ${are} deleted here and ${stays} in the cluster: ${why}`,
        case: `${role}-left-behind`,
      };
    case "kept":
      return {
        message: `${text} will stay in the cluster when ${itIs} deleted here: ${why}`,
        case: role === "opening" ? "opening-kept" : "other",
      };
    case "given-up":
      return {
        message: `${text} will be deleted in the cluster when ${itIs} deleted here (without ${markText(found.mark)})`,
        case: "other",
      };
    case "held":
    case "released":
    case "changed-in-vain":
      return undefined;
  }
}
