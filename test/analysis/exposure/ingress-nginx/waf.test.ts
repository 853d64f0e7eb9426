import { describe, expect, test } from "@jest/globals";
import { changesBetween, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

const between = (before: Annotations, after: Annotations) =>
  changesBetween([ingress({ annotations: before })], [ingress({ annotations: after })]);
const on = { "enable-modsecurity": "true" };
const rules = (text: string) => ({ ...on, "modsecurity-snippet": text });

describe("equal meaning", () => {
  test.each([
    ["spelling of the switch", on, { "enable-modsecurity": "T" }],
    ["a no where nothing is on", {}, { "enable-modsecurity": "false" }],
    ["comments and case", rules("SecRuleEngine On"), rules("# blocks\nSecRuleEngine on")],
    ["a line that is continued", rules("SecRuleRemoveById 1 2"), rules("SecRuleRemoveById \\\n  1 2")],
    [
      "two removals as one",
      rules("SecRuleEngine On\nSecRuleRemoveById 1\nSecRuleRemoveById 2"),
      rules("SecRuleEngine On\nSecRuleRemoveById 2 1"),
    ],
    [
      "the annotation and the file of the core rules",
      rules("SecRuleEngine On\nInclude /etc/nginx/owasp-modsecurity-crs/nginx-modsecurity.conf"),
      {
        ...rules("SecRuleEngine On\nInclude /etc/nginx/owasp-modsecurity-crs/nginx-modsecurity.conf"),
        "enable-owasp-core-rules": "true",
      },
    ],
  ] as const)("%s", (_, before, after) => expect(between(before, after)).toEqual([]));
});

describe("weakened, and back", () => {
  test.each([
    ["switched off", on, { "enable-modsecurity": "false" }],
    ["its switch is deleted", on, {}],
    ["it only detects", rules("SecRuleEngine On"), rules("SecRuleEngine DetectionOnly")],
    ["its engine is off", rules("SecRuleEngine On"), rules("SecRuleEngine Off")],
    ["the core rules go", { ...on, "enable-owasp-core-rules": "true" }, on],
    ["a rule goes", rules("SecRuleEngine On"), rules("SecRuleEngine On\nSecRuleRemoveById 942100")],
    [
      "a path is left out",
      rules("SecRuleEngine On"),
      rules('SecRuleEngine On\nSecRule REQUEST_URI "@beginsWith /x" "id:1,phase:1,pass,nolog,ctl:ruleEngine=Off"'),
    ],
    [
      "it looks less closely",
      rules('SecRuleEngine On\nSecAction "id:1,phase:1,pass,setvar:tx.blocking_paranoia_level=3"'),
      rules("SecRuleEngine On"),
    ],
  ] as const)("%s", (_, strong, weak) => {
    expect(outline(between(strong, weak))).toEqual(["waf widened"]);
    expect(outline(between(weak, strong))).toEqual(["waf narrowed"]);
  });
});

test("its own word comes before the controller's", () => {
  const configMap = (enabled: string) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "ingress-nginx-controller", namespace: "ingress-nginx" },
      data: { "enable-modsecurity": enabled },
    });
  const plain = ingress();
  const declined = ingress({ annotations: { "enable-modsecurity": "false" } });
  expect(outline(changesBetween([configMap("true"), plain], [configMap("true"), declined]))).toEqual(["waf widened"]);
  expect(outline(changesBetween([configMap("true"), plain], [configMap("false"), plain]))).toContain("waf widened");
});

test("a snippet beside the annotation may or may not take the core rules away", () => {
  const core = { ...on, "enable-owasp-core-rules": "true" };
  expect(outline(between(core, { ...core, "modsecurity-snippet": "SecRuleEngine On" }))).toEqual(["waf unknown"]);
});

test("rules of its own are free-form configuration beside the engine", () => {
  const own = 'SecRule ARGS "@rx attack" "id:1,phase:2,deny"';
  expect(outline(between(rules("SecRuleEngine On"), rules(`SecRuleEngine On\n${own}`)))).toEqual(["snippet widened"]);
});

test("what a template switches is unknown", () => {
  expect(outline(between(on, { "enable-modsecurity": "${WAF}" }))).toEqual(["waf unknown"]);
});

test("points at the annotation that decides", () => {
  const [change] = between({ ...on, "enable-owasp-core-rules": "true" }, { ...on, "enable-owasp-core-rules": "false" });
  expect(change?.because.map(({ side }) => side)).toContain("after");
  expect(change?.resource.name).toBe("shop");
});
