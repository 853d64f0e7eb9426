import { expect, test } from "@jest/globals";
import { zoneFacts } from "../../../src/analysis/connectivity/zone-facts.ts";
import { rawChanges } from "./changes-between.ts";

const zones = zoneFacts({ cde: { pci: "in-scope", namespaces: ["payments"], callers: ["checkout/web"] } });

const policy = (more: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: marketing, labels: { team: marketing } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: mailer, namespace: marketing }
spec: { template: { metadata: { labels: { app: mailer } }, spec: { containers: [{ name: c }] } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: tokenizer, namespace: payments }
spec:
  podSelector: { matchLabels: { app: tokenizer } }
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: checkout } }
          podSelector: { matchLabels: { app: web } }
${more}`;

const crossings = (more: string) =>
  rawChanges(policy(""), policy(more), { zones }).flatMap((change) =>
    "crossings" in change ? change.crossings.map(({ crossing, from }) => `${crossing} ${from.label}`) : [],
  );

test("a selector of labels names the workloads that it selects, and nobody who was admitted before", () => {
  expect(crossings("        - namespaceSelector: { matchLabels: { team: marketing } }\n")).toEqual([
    "unapproved-caller `mailer` in `marketing`",
    "unapproved-caller any pod in namespaces that the repository does not declare",
  ]);
});

test("a namespace that nobody declares is a caller where the selector names it with a label of its own", () => {
  expect(
    crossings("        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: batch, team: night } }\n"),
  ).toEqual(["unapproved-caller any pod in `batch`"]);
});
