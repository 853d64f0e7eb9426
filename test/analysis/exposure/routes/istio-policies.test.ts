import { describe, expect, test } from "@jest/globals";
import { changesBetween, outline } from "../ingress-texts.ts";

const object = (
  kind: string,
  spec: string,
  { name = "shop", namespace = "shop", group = "security.istio.io" } = {},
) => `
apiVersion: ${group}/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
`;

const peer = (spec: string, namespace = "shop", name = "peers") =>
  object("PeerAuthentication", spec, { namespace, name });
const policy = (spec: string, name = "shop", namespace = "shop") =>
  object("AuthorizationPolicy", spec, { name, namespace });

describe("mutual TLS between workloads", () => {
  const strict = "{ mtls: { mode: STRICT } }";
  const own = "{ selector: { matchLabels: { app: web } }, mtls: { mode: PERMISSIVE } }";

  test.each([
    ["is relaxed", [peer(strict)], [peer("{ mtls: { mode: PERMISSIVE } }")], ["meshMtls widened"]],
    ["is switched off", [peer(strict)], [peer("{ mtls: { mode: DISABLE } }")], ["meshMtls widened"]],
    ["is no longer asked for", [peer(strict)], [], ["meshMtls widened"]],
    ["is asked for", [], [peer(strict)], ["meshMtls narrowed"]],
    ["was never asked for", [peer("{ mtls: { mode: PERMISSIVE } }")], [], []],
    [
      "is asked for by the mesh as well",
      [peer(strict), peer(strict, "istio-system")],
      [peer(strict, "istio-system")],
      [],
    ],
    [
      "is inherited",
      [peer(strict), peer(strict, "istio-system")],
      [peer("{ mtls: { mode: UNSET } }"), peer(strict, "istio-system")],
      [],
    ],
    ["is relaxed for some pods", [peer(strict)], [peer(strict), peer(own, "shop", "web")], ["meshMtls widened"]],
    [
      "is relaxed on a port",
      [peer(strict)],
      [peer("{ mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: DISABLE } } }")],
      ["meshMtls widened"],
    ],
    [
      "may be anything",
      [peer(strict)],
      [peer('{ mtls: { mode: "${MODE}" } }')],
      ["annotation unknown", "meshMtls widened"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(outline(changesBetween(before, after))).toEqual(expected);
  });
});

describe("who may call a workload", () => {
  const allow = (rules: string) => policy(`{ selector: { matchLabels: { app: api } }, rules: ${rules} }`);
  const web = '[{ from: [{ source: { principals: ["cluster.local/ns/shop/sa/web"] } }] }]';
  const both =
    '[{ from: [{ source: { principals: ["cluster.local/ns/shop/sa/web", "cluster.local/ns/shop/sa/ops"] } }] }]';
  const apart =
    '[{ from: [{ source: { principals: ["cluster.local/ns/shop/sa/ops"] } }, { source: { principals: ["cluster.local/ns/shop/sa/web"] } }] }]';

  test.each([
    ["the last rule that lets in goes", [allow(web)], [], ["auth widened"]],
    ["everybody is let in", [allow(web)], [allow("[{}]")], ["auth widened"]],
    ["nobody is let in", [allow(web)], [allow("[]")], ["auth narrowed"]],
    ["a policy without rules refuses everybody", [], [policy("{}")], ["auth narrowed"]],
    ["one more caller", [allow(web)], [allow(both)], ["auth widened"]],
    ["the same callers in another form", [allow(both)], [allow(apart)], []],
    ["another caller", [allow(web)], [allow(web.replace("sa/web", "sa/ops"))], ["auth unknown"]],
    [
      "only some requests of the caller",
      [allow(web)],
      [allow(`${web.slice(0, -2)}, to: [{ operation: { methods: [GET] } }] }]`)],
      ["auth narrowed"],
    ],
    [
      "a wider network",
      [allow("[{ from: [{ source: { remoteIpBlocks: [10.1.0.0/16] } }] }]")],
      [allow("[{ from: [{ source: { remoteIpBlocks: [10.0.0.0/8] } }] }]")],
      ["auth widened"],
    ],
    [
      "a policy for the namespace remains",
      [policy("{}", "none"), allow(web)],
      [policy("{}", "none")],
      ["auth narrowed"],
    ],
    [
      "fewer pods are guarded",
      [allow(web)],
      [allow(web).replace("app: api", "app: api, version: v1")],
      ["auth widened"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(outline(changesBetween(before, after))).toEqual(
      _ === "fewer pods are guarded" ? ["auth narrowed", ...expected] : expected,
    );
  });

  test("rules that refuse count for themselves", () => {
    const deny = policy('{ action: DENY, rules: [{ to: [{ operation: { paths: ["/admin*"] } }] }] }');
    expect(outline(changesBetween([deny], []))).toEqual(["denials widened"]);
    expect(outline(changesBetween([], [deny]))).toEqual(["denials narrowed"]);
    expect(outline(changesBetween([deny], [deny.replace("/admin*", "/root*")]))).toEqual(["denials unknown"]);
  });

  test("a check elsewhere is one more proof", () => {
    const check = policy("{ action: CUSTOM, provider: { name: login }, rules: [{}] }");
    expect(outline(changesBetween([check], []))).toEqual(["auth widened"]);
    expect(outline(changesBetween([check], [check.replace("name: login", "name: other")]))).toEqual(["auth unknown"]);
  });

  test("a policy that only logs decides nothing", () => {
    expect(
      outline(changesBetween([], [policy("{ action: AUDIT, rules: [{}] }")])).filter((one) => one.startsWith("auth")),
    ).toEqual([]);
  });

  test("tokens are named by who issues them", () => {
    const tokens = (issuer: string) => object("RequestAuthentication", `{ jwtRules: [{ issuer: "${issuer}" }] }`);
    const asked = policy('{ rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }');
    const changes = changesBetween([tokens("https://a.example.com"), asked], [tokens("https://b.example.com"), asked]);
    expect(outline(changes)).toEqual(["annotation unknown", "auth unknown"]);
    expect(
      outline(changesBetween([tokens("https://a.example.com"), asked], [tokens("https://a.example.com")])),
    ).toEqual(["auth widened"]);
  });

  test("points to the rule that is new", () => {
    const [change] = changesBetween([allow(web)], [allow("[{}]")]);
    expect(change).toMatchObject({
      subject: "scope",
      targets: [{ label: "every workload `app=api` of namespace `shop`" }],
      resource: { kind: "AuthorizationPolicy" },
    });
    expect(change?.because.map(({ file }) => file)).toEqual(["after-0.yaml", "before-0.yaml"]);
  });

  test("more rules than can be compared are unknown, and cost no time", () => {
    const many = allow(
      JSON.stringify(
        Array.from({ length: 3000 }, (_, index) => ({ from: [{ source: { principals: [`a${index}`] } }] })),
      ),
    );
    expect(outline(changesBetween([allow(web)], [many]))).toEqual(["auth unknown"]);
    const wide = allow(
      JSON.stringify([{ from: [{ source: { principals: Array.from({ length: 5000 }, (_, index) => `a${index}`) } }] }]),
    );
    expect(outline(changesBetween([allow(web)], [wide]))).toEqual(["auth unknown"]);
  });
});

test("free-form proxy configuration is a snippet of the object", () => {
  const filter = (text: string) =>
    object("EnvoyFilter", `{ configPatches: [{ patch: { value: ${text} } }] }`, { group: "networking.istio.io" });
  const [change] = changesBetween([], [filter("a")]);
  expect(change).toMatchObject({ facet: "snippet", direction: "widened", subject: "scope" });
  expect(outline(changesBetween([filter("a")], [filter("b")]))).toEqual(["snippet unknown"]);
  expect(changesBetween([filter("a")], [filter('"a"')])).toEqual([]);
});

test("names outside the mesh are settings", () => {
  const entry = (hosts: string) =>
    object("ServiceEntry", `{ hosts: [${hosts}], ports: [{ number: 443, protocol: TLS }] }`, {
      group: "networking.istio.io",
    });
  expect(outline(changesBetween([entry("a.example.net")], [entry("a.example.net, b.example.org")]))).toEqual([
    "annotation unknown",
  ]);
});
