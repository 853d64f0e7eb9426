import { describe, expect, test } from "@jest/globals";
import { exposures, flows, inventoryOf } from "./support.ts";

const namespace = (name: string) => `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`;

const deployment = (name: string, more = "", where = ", namespace: shop") => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}${where} }
spec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: []${more} } } }
`;

const policy = (name: string, spec: string, where = ", namespace: shop") => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}${where} }
spec: ${spec}
`;

const denyAll = policy("deny", "{ podSelector: {}, policyTypes: [Ingress] }");
const toWeb = policy(
  "web",
  "{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: edge } } }], ports: [{ port: 8080 }] }] }",
);

describe("a namespace without policies", () => {
  test("is a row, with what runs in it", () => {
    expect(flows(inventoryOf({ "a.yaml": namespace("shop") + deployment("web") }))).toMatchObject([
      {
        namespace: "shop",
        pods: ["every pod"],
        workloads: ["Deployment shop/web"],
        direction: "both",
        state: "not-isolated",
        object: "Namespace shop",
        place: { file: "a.yaml", line: 2 },
      },
    ]);
  });

  test("is a row also where nothing is known to run in it", () => {
    expect(flows(inventoryOf({ "a.yaml": namespace("shop") }))).toMatchObject([
      { state: "not-isolated", workloads: [] },
    ]);
  });

  test("whose name is filled in later is called by its directory, and may have the policies of another one", () => {
    const files = {
      "base/web.yaml": deployment("web", "", ""),
      "policies/deny.yaml": policy("deny", "{ podSelector: {}, policyTypes: [Ingress] }", ""),
    };
    const rows = flows(inventoryOf(files));
    expect(rows).toContainEqual(
      expect.objectContaining({ namespace: "(base)", state: "not-isolated", perhapsIn: ["policies"] }),
    );
  });
});

describe("isolated pods", () => {
  const rows = flows(
    inventoryOf({ "a.yaml": namespace("shop") + deployment("web") + deployment("api") + denyAll + toWeb }),
  );

  test("that admit nobody are a row", () => {
    expect(rows).toContainEqual(
      expect.objectContaining({
        pods: ["Deployment api", "every other pod"],
        direction: "ingress",
        state: "closed",
        peers: [],
        policies: ["NetworkPolicy shop/deny"],
      }),
    );
  });

  test("are a row with who may reach them, on which ports and by which policy", () => {
    expect(rows).toContainEqual(
      expect.objectContaining({
        pods: ["Deployment web"],
        state: "admitted",
        peers: ["pods with app=edge in namespace shop"],
        ports: "TCP 8080",
        policies: ["NetworkPolicy shop/web"],
        object: "NetworkPolicy shop/web",
        place: { file: "a.yaml", line: 24 },
      }),
    );
  });

  test("are not isolated in the direction that no policy speaks of", () => {
    expect(rows[0]).toMatchObject({ direction: "egress", state: "not-isolated", pods: ["every pod"] });
    expect(rows.filter(({ state }) => state === "not-isolated")).toHaveLength(1);
  });
});

test("pods that only a selector names are told by it", () => {
  const rows = flows(inventoryOf({ "a.yaml": toWeb }));
  expect(rows.map(({ pods, direction, state }) => [pods, direction, state])).toEqual([
    [["every other pod"], "ingress", "not-isolated"],
    [["every pod"], "egress", "not-isolated"],
    [["pods with app=web"], "ingress", "admitted"],
  ]);
});

test("pods in the network of their node are not isolated, whatever policies say", () => {
  const rows = flows(inventoryOf({ "a.yaml": deployment("agent", ", hostNetwork: true") + denyAll }));
  const [first] = rows.filter(({ direction }) => direction !== "egress");
  expect(first).toMatchObject({
    state: "not-isolated",
    pods: ["Deployment agent"],
    onNodeNetwork: ["Deployment agent"],
  });
});

test("everybody is one word, and addresses with exceptions say these", () => {
  const open = policy("open", "{ podSelector: {}, ingress: [{}] }");
  const outside = policy(
    "out",
    "{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }] }",
  );
  const rows = flows(inventoryOf({ "a.yaml": open + outside }));
  expect(rows.map(({ direction, peers, ports }) => [direction, peers, ports])).toEqual([
    ["ingress", ["everything inside and outside of the cluster"], "every port"],
    ["egress", ["every IPv4 address but 10.0.0.0/8"], "every port"],
  ]);
});

test("hundreds of policies in one namespace take no minutes", () => {
  const many = Array.from({ length: 400 }, (_, index) =>
    policy(`p${index}`, `{ podSelector: { matchLabels: { app: a${index} } } }`),
  );
  const started = performance.now();
  const rows = inventoryOf({ "a.yaml": many.join("") });
  expect(exposures(rows)).toEqual([]);
  expect(flows(rows).length).toBeGreaterThan(400);
  expect(performance.now() - started).toBeLessThan(20_000);
});
