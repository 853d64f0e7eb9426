import type { Hold, HoldMark } from "../../analysis/coverage/application/application-marks.ts";
import type { ApplicationChange, ApplicationFinding } from "../../analysis/coverage/coverage-change.ts";
import { defineRule, type Finding } from "../rule.ts";
import { markText, objectsText } from "../say-application.ts";

export const applicationWithheld = defineRule({
  id: "application-withheld",
  title: "Objects ask not to be applied, or are applied from now on",
  topic: "coverage",
  severity: "low",
  cases: {
    "guard-left-out": {
      severity: "high",
      when: "A network policy or another guard is no longer applied, and may be deleted",
    },
    "guard-frozen": {
      severity: "medium",
      when: "A guard stays as it is, whatever changes here; or it is new and is not applied",
    },
    released: { severity: "medium", when: "What lets somebody in is applied from now on" },
    other: { severity: "low", when: "Anything else" },
  },
  pci: ["1.2.2", "6.5.1"],
  why: "What is reviewed here is then not what the cluster has: a policy that nobody applies protects nothing, and a right that is taken away here may live on there.",
  whatToDo:
    "Delete what is no longer meant instead of switching it off. Approve if somebody else maintains the object, and knows of it.",

  check(change) {
    return change.kind === "application" ? findingOf(change) : undefined;
  },

  examples: [
    {
      title: "Argo CD leaves a network policy out",
      events: [
        "NetworkPolicy `shop/db` is no longer applied, and deleted where the application prunes: Argo CD leaves it out (`argocd.argoproj.io/hook: Skip`)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata:
           name: db
           namespace: shop
        +  annotations:
        +    argocd.argoproj.io/hook: Skip
         spec:
           podSelector: {}
           policyTypes: [Ingress]`,
    },
    {
      title: "Flux leaves a binding alone",
      events: [
        "RoleBinding `shop/team` is no longer applied, and the cluster keeps it as it is: Flux leaves it alone (`kustomize.toolkit.fluxcd.io/reconcile: disabled`)",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata:
           name: team
           namespace: shop
        +  annotations: { kustomize.toolkit.fluxcd.io/reconcile: disabled }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
         subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: team }]`,
    },
    {
      title: "A right is taken away where nothing takes it from the cluster",
      events: [
        "RoleBinding `shop/team` changes here and not in the cluster: Config Sync leaves it alone (`configmanagement.gke.io/managed: disabled`)",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata:
           name: team
           namespace: shop
           annotations: { configmanagement.gke.io/managed: disabled }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        -subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: team }]
        +subjects: []`,
    },
    {
      title: "What was switched off is applied",
      events: [
        "RoleBinding `shop/team` is applied from now on, as it stands here (without `argocd.argoproj.io/hook: Skip`)",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata:
           name: team
           namespace: shop
           annotations:
             team: shop
        -    argocd.argoproj.io/hook: Skip
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
         subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: team }]`,
    },
    {
      title: "Only the order of a sync changes",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata:
           name: db
           namespace: shop
        +  annotations: { argocd.argoproj.io/sync-wave: "3" }
         spec:
           podSelector: {}
           policyTypes: [Ingress]`,
    },
  ],
});

function findingOf({ found, role, objects }: ApplicationChange): Finding | undefined {
  const text = objectsText(objects);
  const isOne = objects.length === 1;
  switch (found.what) {
    case "held":
      return { message: `${text} ${heldText(found, isOne)}`, case: caseOfHeld(found, role) };
    case "released": {
      const message = `${text} ${isOne ? "is" : "are"} applied from now on, as ${isOne ? "it stands" : "they stand"} here (without ${markText(found.mark)})`;
      return { message, case: role === "opening" && found.mark.hold !== "passing" ? "released" : "other" };
    }
    case "changed-in-vain": {
      const message = `${text} ${isOne ? "changes" : "change"} here and not in the cluster: ${because(found.mark, isOne)}`;
      return { message, case: role === "guard" ? "guard-frozen" : "other" };
    }
    case "kept":
    case "given-up":
    case "left-behind":
      return undefined;
  }
}

type Held = ApplicationFinding & { readonly what: "held" };

function heldText({ mark, isNew }: Held, isOne: boolean): string {
  const [are, it] = isOne ? ["is", "it"] : ["are", "them"];
  const why = because(mark, isOne);
  if (isNew) return `${are} new, and ${mark.hold === "owned" ? "may not stay" : "not applied"}: ${why}`;
  switch (mark.hold) {
    case "left-out":
      return `${are} no longer applied, and deleted where the application prunes: ${why}`;
    case "owned":
      return `${isOne ? "goes" : "go"} with an owner from now on, at once if it is not there: ${why}`;
    case "frozen":
      return `${are} no longer applied, and the cluster keeps ${it} as ${isOne ? "it is" : "they are"}: ${why}`;
    case "written-once":
      return `no longer ${isOne ? "follows" : "follow"} what changes here: ${why}`;
    case "passing":
      return `${are} applied in passing only: ${why}`;
  }
}

function because(mark: HoldMark, isOne: boolean): string {
  const it = isOne ? "it" : "them";
  const does: Readonly<Record<Hold, string>> = {
    "left-out": `leaves ${it} out`,
    owned: `deletes ${it} with the last owner`,
    frozen: `leaves ${it} alone`,
    "written-once": `only writes ${it} where there is none`,
    passing: `does not restore what others change in ${it}`,
  };
  return `${mark.tool} ${does[mark.hold]} (${markText(mark)})`;
}

function caseOfHeld({ mark, isNew }: Held, role: ApplicationChange["role"]): string {
  if (role === "opening" || mark.hold === "passing") return "other";
  return (mark.hold === "left-out" || mark.hold === "owned") && !isNew ? "guard-left-out" : "guard-frozen";
}
