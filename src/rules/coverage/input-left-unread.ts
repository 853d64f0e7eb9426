import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const inputLeftUnread = defineRule({
  id: "input-left-unread",
  title: "A changed input of a chart or kustomization cannot be read",
  topic: "coverage",
  severity: "low",
  pci: [],
  why: "The file is encrypted, binary or too large. Most such files hold secrets, but it could hold any setting.",
  whatToDo: "Keep hosts, routes and permissions in files that reviewers can read, and only secrets in encrypted ones.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "unreadable") return undefined;
    return `Changed inputs cannot be read: ${listed(change.files.map((file) => `\`${file}\``))}`;
  },

  examples: [
    {
      title: "An encrypted values file changes",
      events: ["Changed inputs cannot be read: `charts/shop/values-secret.yaml`"],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/values-secret.yaml
        -$ANSIBLE_VAULT;1.1;AES256
        -6132
        +$ANSIBLE_VAULT;1.1;AES256
        +6133`,
    },
    {
      title: "A values file that anybody can read",
      events: [],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/values-prod.yaml
        -replicaCount: 1
        +replicaCount: 2`,
    },
  ],
});
