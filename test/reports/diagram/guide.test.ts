import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { mermaid } from "../../../src/reports/diagram/mermaid.ts";
import { svg } from "../../../src/reports/diagram/svg.ts";
import { deployment, ingress, mapAt, mapBetween, networkPolicy, service } from "../../support/network-maps.ts";

const update = process.env.UPDATE_REVIEWS !== undefined;
const guide = new URL("../../../docs/guide/diagrams.md", import.meta.url);
const picture = new URL("../../../docs/images/network.svg", import.meta.url);

const policy = {
  controllers: { nginx: { controller: "ingress-nginx", reach: "internet" } },
  zones: [
    { name: "cde", pci: "in-scope", namespaces: ["payments"], hosts: [], paths: [] },
    { name: "shop", pci: "connected", namespaces: ["shop"], hosts: ["*.example.com"], paths: [] },
  ],
} as const;
const to = (app: string, namespace: string) =>
  `{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${namespace} } }, podSelector: { matchLabels: { app: ${app} } } }`;
const tls = "tls: [{ hosts: [shop.example.com], secretName: shop-tls }]";
const cde = [
  deployment("payment", "payments") + deployment("vault", "payments", 8200),
  networkPolicy("none", "", "policyTypes: [Ingress, Egress]", "payments"),
  networkPolicy(
    "payment",
    "payment",
    `ingress: [{ from: [${to("api", "shop")}], ports: [{ port: 8080 }] }]
  egress:
    - { to: [{ podSelector: { matchLabels: { app: vault } } }], ports: [{ port: 8200 }] }
    - { to: [{ ipBlock: { cidr: 203.0.113.0/24 } }], ports: [{ port: 443 }] }`,
    "payments",
  ),
  networkPolicy(
    "vault",
    "vault",
    "ingress: [{ from: [{ podSelector: { matchLabels: { app: payment } } }], ports: [{ port: 8200 }] }]",
    "payments",
  ),
].join("");
const shop = [
  deployment("web"),
  service("web"),
  deployment("api"),
  service("api"),
  ingress("web", "shop.example.com", tls),
].join("");
const network = `${shop}${cde}`;
const exposed = network + ingress("api", "api.example.com");

test("the flowchart in the guide is the one that the example gives", async () => {
  const map = await mapBetween(network, exposed, policy);
  const drawn = mermaid.render({ base: "a", head: "b", maps: [{ name: "", map }], notes: [] });
  const text = readFileSync(guide, "utf8");
  const shown = /```mermaid\n([\s\S]*?)```/.exec(text)?.[1];
  if (update)
    writeFileSync(
      guide,
      text.replace(/(```mermaid\n)[\s\S]*?```/, (_, open) => `${open}${drawn}\`\`\``),
    );
  else expect(shown).toBe(drawn);
});

test("the picture in the guide is the one that the example gives", async () => {
  const drawn = svg.render({
    base: null,
    head: "example",
    maps: [{ name: "", map: await mapAt(network, policy) }],
    notes: [],
  });
  if (update) writeFileSync(picture, drawn);
  else expect(readFileSync(picture, "utf8")).toBe(drawn);
});
