import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { eventsBetween } from "../../support/review-example.ts";

/** Words that the analyses look for, in places where they do not belong. */
const word = fc.constantFrom(
  "resources",
  "patches",
  "patch",
  "target",
  "kind",
  "metadata",
  "name",
  "namespace",
  "spec",
  "values",
  "path",
  "op",
  "labels",
  "images",
  "constructor",
  "__proto__",
  "helmCharts",
  "annotations",
  "items",
  "apiVersion",
  "generateName",
  "dependencies",
  "releases",
);
const text = fc.oneof(
  word,
  fc.constantFrom(
    "a.yaml",
    "../..",
    "https://x/y?ref=1",
    "Ingress",
    "HelmRelease",
    "source.toolkit.fluxcd.io/v1",
    "kind: Role\nmetadata: 1\n",
    "|",
    "{{ x }}",
  ),
);
const content = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.constantFrom(null, true, 0),
    fc.array(tie("node"), { maxLength: 3 }),
    fc.array(fc.tuple(word, tie("node")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).node;

const paths = [
  "k/kustomization.yaml",
  "k/a.yaml",
  "chart/Chart.yaml",
  "chart/values.yaml",
  "helmfile.yaml",
  "flux.yaml",
  ".github/gatewarden.yaml",
];

test("no content of an input makes the analysis fail, and equal content is no event", async () => {
  const files = fc.record(
    Object.fromEntries(paths.map((path) => [path, content.map((value) => JSON.stringify(value))])),
  );
  await fc.assert(
    fc.asyncProperty(files, files, async (before, after) => {
      await eventsBetween(before, after);
      expect(await eventsBetween(after, after)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("no object that claims to be a HelmRelease or a source makes the analysis fail", async () => {
  const object = fc.record({
    apiVersion: fc.constantFrom(
      "helm.toolkit.fluxcd.io/v2",
      "source.toolkit.fluxcd.io/v1",
      "kustomize.toolkit.fluxcd.io/v1",
      "argoproj.io/v1alpha1",
    ),
    kind: fc.constantFrom(
      "HelmRelease",
      "GitRepository",
      "Kustomization",
      "Application",
      "ApplicationSet",
      "constructor",
    ),
    metadata: fc.constant({ name: "app" }),
    spec: content,
  });
  await fc.assert(
    fc.asyncProperty(object, object, async (before, after) => {
      const events = await eventsBetween({ "app.yaml": JSON.stringify(before) }, { "app.yaml": JSON.stringify(after) });
      expect(events.every(({ locations }) => locations.length > 0)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
