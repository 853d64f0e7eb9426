import { authEffect } from "../../analysis/exposure/auth-effect.ts";
import { auth } from "../../analysis/exposure/controls/auth.ts";
import { denials } from "../../analysis/exposure/controls/denials.ts";
import type { ExposureChange } from "../../analysis/exposure/exposure-change.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const authorizationDefaultOpened = defineRule({
  id: "authorization-default-opened",
  title: "Everybody may call what named its callers",
  topic: "exposure",
  severity: "critical",
  pci: ["1.4.2", "7.3.3"],
  why: "Where the last rule that lets callers in goes, nobody is refused any more: the default turns from no to yes.",
  whatToDo:
    "Keep a policy that refuses by default, such as an AuthorizationPolicy with an empty `spec`, and name the callers beside it.",
  fixedByRestoring: true,

  check(change) {
    const names = nameTargets(change.targets);
    const now = `${names} now ${verb(change.targets, "accepts")}`;
    if (change.facet === "denials") return lostDenials(change, now);
    if (change.facet !== "auth" || !change.from || authEffect(change) !== "opened") return;
    const refused = change.from.kind === "checks" && change.from.ways.length === 0;
    return `${now} every caller; ${refused ? "nobody was let in before" : `it was ${auth.show(change.from)}`}`;
  },

  examples: [
    {
      title: "The only policy of a workload is deleted",
      events: [
        "Every workload `app=api` of namespace `shop` now accepts every caller; it was the principal cluster.local/ns/shop/sa/web",
      ],
      diff: `
        -apiVersion: security.istio.io/v1
        -kind: AuthorizationPolicy
        -metadata: { name: api, namespace: shop }
        -spec:
        -  selector: { matchLabels: { app: api } }
        -  rules:
        -    - from: [{ source: { principals: ["cluster.local/ns/shop/sa/web"] } }]
      `,
    },
    {
      title: "A rule that fits every request",
      events: [
        "Every workload `app=api` of namespace `shop` now accepts every caller; it was the principal cluster.local/ns/shop/sa/web",
      ],
      diff: `
         apiVersion: security.istio.io/v1
         kind: AuthorizationPolicy
         metadata: { name: api, namespace: shop }
         spec:
           selector: { matchLabels: { app: api } }
           rules:
        -    - from: [{ source: { principals: ["cluster.local/ns/shop/sa/web"] } }]
        +    - {}
      `,
    },
    {
      title: "A rule that refused is gone",
      events: ["Every workload `app=api` of namespace `shop` now accepts what was refused: paths /admin*"],
      diff: `
         apiVersion: security.istio.io/v1
         kind: AuthorizationPolicy
         metadata: { name: api, namespace: shop }
         spec:
           selector: { matchLabels: { app: api } }
           action: DENY
           rules:
             - to: [{ operation: { paths: ["/internal*"] } }]
        -    - to: [{ operation: { paths: ["/admin*"] } }]
      `,
    },
    {
      title: "The namespace still refuses by default",
      events: [],
      diff: `
         apiVersion: security.istio.io/v1
         kind: AuthorizationPolicy
         metadata: { name: nobody, namespace: shop }
         spec: {}
        ----
        -apiVersion: security.istio.io/v1
        -kind: AuthorizationPolicy
        -metadata: { name: api, namespace: shop }
        -spec:
        -  selector: { matchLabels: { app: api } }
        -  rules:
        -    - from: [{ source: { principals: ["cluster.local/ns/shop/sa/web"] } }]
      `,
    },
  ],
});

function lostDenials(
  { order, from, to }: Extract<ExposureChange, { facet: "denials" }>,
  now: string,
): string | undefined {
  if (order !== "weaker" || !from || !to) return undefined;
  const kept = new Set(to);
  return `${now} what was refused: ${denials.show(from.filter((rule) => !kept.has(rule)))}`;
}
