import { describe, expect, test } from "@jest/globals";
import { changesBetween, deployment, object, told } from "./changes-between.ts";

const namespace = (labels: object, annotations: object = {}) =>
  object("v1", "Namespace", "shop", {}, { namespace: undefined, labels, annotations });

describe("Pod Security Admission", () => {
  const level = (enforce?: string, version?: string) =>
    namespace({ "pod-security.kubernetes.io/enforce": enforce, "pod-security.kubernetes.io/enforce-version": version });

  test.each([
    ["restricted", "baseline", "widened lowered"],
    ["restricted", "privileged", "widened opened"],
    ["baseline", "privileged", "widened opened"],
    ["restricted", undefined, "widened opened"],
    ["baseline", undefined, "widened opened"],
    ["privileged", undefined, "neutral unclear"],
    [undefined, "privileged", "unknown unclear"],
    [undefined, "baseline", "narrowed raised"],
    [undefined, "restricted", "narrowed raised"],
    ["baseline", "restricted", "narrowed raised"],
    ["privileged", "baseline", "narrowed raised"],
    ["baseline", "${LEVEL}", "unknown unclear"],
    ["constructor", "baseline", "unknown unclear"],
  ])("from %s to %s", (from, to, outcome) => {
    const changes = changesBetween(level(from), level(to));
    expect(changes.map(({ direction, weight }) => `${direction} ${weight}`)).toEqual([outcome]);
  });

  test.each([
    ["v1.25", "v1.24", ["widened older"]],
    ["latest", "v1.30", ["widened older"]],
    ["v1.9", "v1.10", ["narrowed raised"]],
    ["v1.30", undefined, ["narrowed raised"]],
    ["latest", undefined, []],
    ["v1.25", "newest", ["unknown unclear"]],
  ])("from version %s to %s", (from, to, outcome) => {
    const changes = changesBetween(level("baseline", from), level("baseline", to));
    expect(changes.map(({ direction, weight }) => `${direction} ${weight}`)).toEqual(outcome);
  });

  test("a version of no level, and a namespace that comes or goes", () => {
    expect(told(level(undefined, "v1.25"), level(undefined, "v1.24"))).toEqual([]);
    expect(told("", level("privileged"))).toEqual([]);
    expect(told(level("restricted"), "")).toEqual([]);
  });
});

describe("meshes", () => {
  const istio = (value: string) => namespace({ "istio-injection": value });
  const rev = namespace({ "istio.io/rev": "stable" });
  const ambient = namespace({ "istio.io/dataplane-mode": "ambient" });
  const none = namespace({});

  test.each<[string, string, string, readonly string[]]>([
    ["to a revision", istio("enabled"), rev, []],
    ["from sidecars to ambient", rev, ambient, []],
    [
      "a revision does not count beside a refusal",
      istio("enabled"),
      namespace({ "istio-injection": "disabled", "istio.io/rev": "x" }),
      ["widened"],
    ],
    ["out", ambient, none, ["widened"]],
    ["in", none, ambient, ["narrowed"]],
    ["out is out", none, istio("disabled"), []],
  ])("%s", (_, before, after, directions) => {
    expect(changesBetween(before, after).map(({ direction }) => direction)).toEqual(directions);
  });

  const pods = (labels: object) => deployment("web", {}, {}, { labels });
  const optOut = pods({ "sidecar.istio.io/inject": "false" });

  test.each<[string, string, string, readonly string[]]>([
    ["out of the mesh of its namespace", istio("enabled") + pods({}), istio("enabled") + optOut, ["widened"]],
    ["out where the namespace is out", none + pods({}), none + optOut, []],
    ["out of what may be a mesh", pods({}), optOut, ["widened"]],
    ["back to what may be a mesh", optOut, pods({}), ["narrowed"]],
    [
      "in by itself, then as its namespace",
      none + pods({ "sidecar.istio.io/inject": "true" }),
      none + pods({}),
      ["widened"],
    ],
  ])("pods: %s", (_, before, after, directions) => {
    expect(changesBetween(before, after).map(({ direction }) => direction)).toEqual(directions);
  });
});
