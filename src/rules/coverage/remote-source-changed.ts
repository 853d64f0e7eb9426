import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const remoteSourceChanged = defineRule({
  id: "remote-source-changed",
  title: "Manifests come from another place outside the repository",
  topic: "coverage",
  severity: "medium",
  pci: ["6.3.1", "6.5.1"],
  why: "Whatever the remote base or chart holds is applied to the cluster, and nothing in this repository shows what that is.",
  whatToDo:
    "Fetch the source at the pinned version, read its roles, bindings and routes, and approve if you trust whoever can change it.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "remote") return undefined;
    return `Manifests come from another place outside the repository: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "A remote base is added",
      events: [
        "Manifests come from another place outside the repository: `resources` added: https://example.com/tools/install.yaml",
      ],
      diff: `
        @@ tools/kustomization.yaml
         resources:
           - namespace.yaml
        +  - https://example.com/tools/install.yaml`,
    },
    {
      title: "Flux follows another branch",
      events: ["Manifests come from another place outside the repository: `spec.ref.branch`: main → next"],
      diff: `
        @@ flux/source.yaml
         apiVersion: source.toolkit.fluxcd.io/v1
         kind: GitRepository
         metadata:
           name: platform
           namespace: flux-system
         spec:
           url: https://github.com/acme/platform
           ref:
        -    branch: main
        +    branch: next`,
    },
    {
      title: "A HelmRelease takes its chart from another repository",
      events: [
        "Manifests come from another place outside the repository: `spec.chart.spec.sourceRef.name`: stable → mirror",
      ],
      diff: `
        @@ apps/shop.yaml
         apiVersion: helm.toolkit.fluxcd.io/v2
         kind: HelmRelease
         metadata:
           name: shop
           namespace: shop
         spec:
           chart:
             spec:
               chart: shop
               version: 1.2.0
               sourceRef:
                 kind: HelmRepository
        -        name: stable
        +        name: mirror`,
    },
    {
      title: "Flux fetches from another repository, without checking signatures",
      events: [
        "Manifests come from another place outside the repository: `spec.url`: oci://ghcr.io/acme/charts → oci://ghcr.io/mallory/charts, `spec.verify.provider` removed: cosign",
      ],
      diff: `
        @@ flux/charts.yaml
         apiVersion: source.toolkit.fluxcd.io/v1
         kind: OCIRepository
         metadata:
           name: charts
           namespace: flux-system
         spec:
           interval: 1h
        -  url: oci://ghcr.io/acme/charts
        +  url: oci://ghcr.io/mallory/charts
           ref:
             tag: 1.0.0
        -  verify:
        -    provider: cosign`,
    },
    {
      title: "Another version of the same remote base",
      events: [],
      diff: `
        @@ tools/kustomization.yaml
         resources:
        -  - https://example.com/tools/install.yaml?ref=v1.2.0
        +  - https://example.com/tools/install.yaml?ref=v1.3.0`,
    },
  ],
});
