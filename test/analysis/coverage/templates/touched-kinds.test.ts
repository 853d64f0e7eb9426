import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { touchedTemplate } from "../../../../src/analysis/coverage/templates/touched-kinds.ts";

const ingress = `{{- if .Values.ingress.enabled }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ .Release.Name }}
  labels:
    {{- include "shop.labels" . | nindent 4 }}
  annotations:
    checksum/config: abc
spec:
  rules:
    - host: {{ .Values.host }}
{{- end }}
`;
const service = `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  type: ClusterIP
  ports:
    - port: 80
`;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
`;

describe("an Ingress template", () => {
  test.each([
    ["its host", ".Values.host", ".Values.domain", ["Ingress"]],
    ["the condition around it", ".Values.ingress.enabled", "true", ["Ingress"]],
    ["how white space around instructions is trimmed", "{{- if", "{{ if", []],
    ["an included label", "shop.labels", "shop.allLabels", []],
    ["a bookkeeping annotation", "checksum/config: abc", "checksum/config: def", []],
    ["an annotation that protects", "checksum/config: abc", "nginx.ingress.kubernetes.io/auth-url: a", ["Ingress"]],
    ["annotations from values", "checksum/config: abc", "{{- toYaml .Values.annotations | nindent 4 }}", ["Ingress"]],
    ["its API version", "networking.k8s.io/v1\n", "networking.k8s.io/v1beta1\n", []],
    ["its kind", "kind: Ingress", "kind: {{ .Values.kind }}", ["*", "Ingress"]],
    [
      "the release's namespace, which it has anyway",
      "  labels:",
      "  namespace: {{ .Release.Namespace }}\n  labels:",
      [],
    ],
  ])("%s", (_what, from, to, kinds) => {
    expect(kindsTouched(ingress, ingress.replace(from, to))).toEqual(kinds);
  });
});

describe("a Service template", () => {
  test.each([
    ["its type", "type: ClusterIP", "type: LoadBalancer", ["Service"]],
    ["a port of a ClusterIP Service", "port: 80", "port: 8080", []],
    ["an address outside of the cluster", "  ports:", "  externalIPs: [192.0.2.1]\n  ports:", ["Service"]],
  ])("%s", (_what, from, to, kinds) => expect(kindsTouched(service, service.replace(from, to))).toEqual(kinds));

  test("a port of a Service that values may publish", () => {
    const before = service.replace("ClusterIP", "{{ .Values.service.type }}");
    expect(kindsTouched(before, before.replace("80", "9797"))).toEqual(["Service"]);
  });
});

describe("several objects in one file", () => {
  test("only the touched one counts", () => {
    const before = `${deployment}---\n${ingress}`;
    expect(kindsTouched(before, before.replace(".Values.replicas", "2"))).toEqual([]);
    expect(kindsTouched(before, before.replace(".Values.host", '"*"'))).toEqual(["Ingress"]);
  });

  test("a condition that opens before the separator counts for what it encloses", () => {
    const body = `---\n${service}---\n${ingress}`;
    expect(
      kindsTouched(`${deployment}{{- if .a }}\n${body}{{- end }}\n`, `${deployment}{{- if .b }}\n${body}{{- end }}\n`),
    ).toEqual(["Ingress"]);
  });

  test("a line that moves from one role to another is a change of both", () => {
    const role = (name: string, rule: string) => `kind: Role\nmetadata:\n  name: ${name}\nrules:\n${rule}---\n`;
    const rule = "  - verbs: ['*']\n";
    expect(kindsTouched(role("a", rule) + role("b", ""), role("a", "") + role("b", rule))).toEqual(["Role"]);
  });
});

describe("Jsonnet", () => {
  const source = `{
  role: {
    kind: 'ClusterRole',
    metadata: {
      name: 'agent',
      labels: labels,
    },
    rules: [{
      verbs: ['get'],
    }],
  },
  binding: {
    kind: 'ClusterRoleBinding',
    roleRef: { kind: 'ClusterRole', name: 'agent' },
  },
  deployment: {
    kind: 'Deployment',
    spec: { replicas: 1 },
  },
}
`;
  test.each([
    ["what a role may do", "verbs: ['get']", "verbs: ['*']", ["ClusterRole"]],
    ["labels of a role", "labels: labels", "labels: more", []],
    ["what a binding refers to", "name: 'agent' }", "name: 'admin' }", ["ClusterRoleBinding"]],
    ["another object of the file", "replicas: 1", "replicas: 2", []],
    ["a comment", "  role: {", "  // The role.\n  role: {", []],
    [
      "keys of exposure outside of any object",
      "  deployment: {",
      "  ingress+:: { host: 'a' },\n  deployment: {",
      ["*"],
    ],
  ])("%s", (_what, from, to, kinds) => expect(kindsTouched(source, source.replace(from, to))).toEqual(kinds));
});

test("a helper's words count, because it has no kind", () => {
  const helper = (verbs: string) => `{{- define "shop.rules" }}\n- apiGroups: [""]\n  verbs: [${verbs}]\n{{- end }}\n`;
  expect(kindsTouched(helper("get"), helper("delete"))).toEqual(["*"]);
});

test("a template equals itself, and never fails", () => {
  const line = fc.constantFrom(
    "kind: Role",
    "{{ if }}",
    "{{ end }}",
    "---",
    "- a:",
    "  - b: 1",
    "{% else %}",
    "}",
    "\t",
  );
  fc.assert(
    fc.property(fc.array(line), fc.array(line), (a, b) => {
      expect(kindsTouched(a.join("\n"), a.join("\n"))).toEqual([]);
      expect(Array.isArray(kindsTouched(a.join("\n"), b.join("\n")))).toBe(true);
    }),
  );
});

describe("hostile templates take about linear time", () => {
  test.each([
    ["comments that never end", "{{/*".repeat(100_000)],
    ["white space", `{{-${" ".repeat(400_000)}x`],
    ["many kinds of one object", Array.from({ length: 20_000 }, (_, index) => `kind: K${index}`).join("\n")],
    ["many ports", `kind: Service\nspec:\n  type: NodePort\n  ports:\n${"    - port: 1\n".repeat(20_000)}`],
    ["deep nesting", Array.from({ length: 800 }, (_, index) => `${" ".repeat(index)}a:`).join("\n")],
  ])("%s", (_what, text) => {
    const begin = performance.now();
    kindsTouched("kind: Role", text);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});

function kindsTouched(before: string, after: string): readonly string[] {
  return touchedTemplate(before, after, true).kinds;
}
