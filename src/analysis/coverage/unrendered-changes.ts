import type { ChangedFile, DesiredState, Generator, GeneratorInput } from "../../kubernetes/desired-state.ts";
import type { Location } from "../../kubernetes/location.ts";
import type { Plain, ResourceRef } from "../../kubernetes/resource.ts";
import type { ChangedTexts } from "../changed-texts.ts";
import { keyOf } from "../plain-differences.ts";
import type { Concern } from "./concern.ts";
import type { Unrendered } from "./coverage-change.ts";
import type { InputEdit, InputFinding } from "./input-finding.ts";
import { inputFindings } from "./input-findings.ts";
import { templateSourceFindings } from "./inputs/template-findings.ts";
import { fileOfRoot, movedObjects } from "./moved-objects.ts";
import { placeFinder } from "./place-finder.ts";
import { templateSources } from "./template-sources.ts";

/**
 * Changes to what manifests are produced from, while nothing produces them here. One change per root and concern; what
 * does not seem to matter is folded into a single change for the whole pull request.
 */
export function unrenderedChanges(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
  texts: ChangedTexts,
): readonly Unrendered[] {
  const byRoot = new Map<string, Map<Concern, InputFinding[]>>();
  const others = new Map<string, InputFinding>();
  for (const { edit, roots } of inputEdits(before, after, changed, texts)) {
    const findings = inputFindings(edit);
    for (const finding of findings) {
      if (finding.concern === "other") others.set(keyOf(finding.part), finding);
      else for (const root of roots) add(byRoot, root, finding);
    }
  }
  for (const finding of sourceFindings(before, after, changed, texts)) {
    if (finding.concern === "other") others.set(keyOf(finding.part), finding);
    else add(byRoot, "", finding);
  }
  const kinds = new Map([...before.generators, ...after.generators].map(({ root, kind }) => [root, kind]));
  return [
    ...[...byRoot].flatMap(([root, byConcern]) =>
      [...byConcern].map(([concern, findings]) => {
        const resource = concern === "template-source" ? repository : refOf(root, kinds.get(root));
        return changeOf(root, resource, concern, findings);
      }),
    ),
    ...(others.size === 0 ? [] : [changeOf("", repository, "other", [...others.values()])]),
  ];
}

/** Templates that no chart and no helmfile uses: whoever runs them, it is nobody that the repository names. */
function sourceFindings(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
  texts: ChangedTexts,
): readonly InputFinding[] {
  const places = placeFinder(texts);
  return templateSources(before, after, changed).flatMap((file) => {
    const unknown = { before: file.before ? undefined : null, after: file.after ? undefined : null };
    return templateSourceFindings({ file, text: texts.get(file.path) ?? unknown, places });
  });
}

interface RootedEdit {
  readonly edit: InputEdit;
  readonly roots: readonly string[];
}

function inputEdits(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
  texts: ChangedTexts,
): readonly RootedEdit[] {
  const files = withoutMoves(changed, before, after);
  const places = placeFinder(texts);
  const uses = usesOf(before.generators, after.generators, files);
  const moves = movedObjects(before, after);
  return [...uses.values()].flatMap(({ generator, input, roots, sides }) => {
    const here = files.get(input.file);
    const isOwn = input.role === "definition" && generator.root.startsWith(`${input.file}#`);
    if (!here || (isOwn && moves.left.has(generator.root))) return [];
    const origin = isOwn ? moves.origins.get(generator.root) : undefined;
    const was = origin === undefined ? here : files.get(fileOfRoot(origin));
    const file: ChangedFile = origin === undefined ? here : { ...here, ...(was?.before ? { before: was.before } : {}) };
    const edit: InputEdit = {
      file,
      role: input.role,
      generator,
      rootBefore: origin ?? generator.root,
      generatorIsNewOrGone: sides.size === 1 && origin === undefined,
      before: file.before ? before.plain.get(was?.path ?? file.path) : undefined,
      after: file.after ? after.plain.get(file.path) : undefined,
      text: texts.get(file.path) ?? { before: file.before ? undefined : null, after: file.after ? undefined : null },
      states: { before, after },
      places,
    };
    return [{ edit, roots: [...roots] }];
  });
}

interface Use {
  readonly generator: Generator;
  readonly input: GeneratorInput;
  readonly roots: Set<string>;
  /** On which sides the generator itself exists. */
  readonly sides: Set<"before" | "after">;
}

/** Each changed input once per generator and role, with the roots that it reaches on either side. */
function usesOf(
  before: readonly Generator[],
  after: readonly Generator[],
  files: ReadonlyMap<string, ChangedFile>,
): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const generators of [before, after])
    for (const generator of generators)
      for (const input of generator.inputs) {
        if (!files.has(input.file)) continue;
        const key = keyOf(keyOfUse(generator, input));
        const use = uses.get(key) ?? { generator, input, roots: new Set(), sides: new Set() };
        for (const root of generator.usedBy.length > 0 ? generator.usedBy : [generator.root]) use.roots.add(root);
        uses.set(key, use);
      }
  const existing = { before: new Set(before.map(identityOfGenerator)), after: new Set(after.map(identityOfGenerator)) };
  for (const use of uses.values())
    for (const side of ["before", "after"] as const)
      if (existing[side].has(identityOfGenerator(use.generator))) use.sides.add(side);
  return uses;
}

/** Only a definition means something else to each generator; values and patches are the same text for all of them. */
function keyOfUse(generator: Generator, { file, role }: GeneratorInput): Plain {
  return role === "definition" ? [file, role, generator.kind, generator.root] : [file, role];
}

function identityOfGenerator({ kind, root }: Generator): string {
  return `${kind} ${root}`;
}

/** A file that only moved, content and all, is left out on both sides: a moved values file says the same as before. */
function withoutMoves(
  changed: readonly ChangedFile[],
  before: DesiredState,
  after: DesiredState,
): ReadonlyMap<string, ChangedFile> {
  const files = new Map(changed.map((file) => [file.path, file]));
  const gone = new Map<string, ChangedFile[]>();
  for (const file of changed)
    if (file.before && !file.after) {
      const key = contentKey(file.before.blobId, before.plain.get(file.path));
      gone.set(key, [...(gone.get(key) ?? []), file]);
    }
  for (const file of changed) {
    if (file.before || !file.after) continue;
    const origin = gone.get(contentKey(file.after.blobId, after.plain.get(file.path)))?.pop();
    if (!origin) continue;
    files.delete(file.path);
    files.delete(origin.path);
  }
  return files;
}

function contentKey(blobId: string, plain: Plain | undefined): string {
  return plain === undefined ? blobId : keyOf(plain);
}

function changeOf(root: string, resource: ResourceRef, concern: Concern, found: readonly InputFinding[]): Unrendered {
  const findings = [...found].sort(comparePlaces);
  // In an order that does not move with lines: it identifies the change.
  const parts = sorted(findings.map(({ part }) => part));
  return {
    topic: "coverage",
    kind: "unrendered",
    concern,
    view: root,
    direction: "unknown",
    resource,
    details: [...new Set(findings.map(({ detail }) => detail))],
    files: [...new Set(findings.map(({ file }) => file))].sort(),
    // Roots that share the changed inputs, or whose inputs changed alike, share the effect and become one event.
    effect: { concern, alike: sorted(findings.map(({ alike }) => alike)) },
    parts: parts.map((part) => ({ concern, part })),
    before: null,
    after: null,
    because: placesOf(findings),
  };
}

function sorted(values: readonly Plain[]): readonly Plain[] {
  return [...new Map(values.map((value) => [keyOf(value), value]))]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, value]) => value);
}

const maxPlaces = 100;

function placesOf(findings: readonly InputFinding[]): readonly Location[] {
  return findings.flatMap(({ places }) => places).slice(0, maxPlaces);
}

function comparePlaces(a: InputFinding, b: InputFinding): number {
  const lines = (a.places[0]?.line ?? 0) - (b.places[0]?.line ?? 0);
  return compareText(a.file, b.file) || lines || compareText(keyOf(a.part), keyOf(b.part));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const repository: ResourceRef = { apiVersion: "", kind: "Repository", namespace: null, name: "." };

function refOf(root: string, kind: Generator["kind"] | undefined): ResourceRef {
  const [, name] = root.split("#");
  const [namespace, own] = name?.split("/") ?? [];
  return {
    apiVersion: "",
    kind: kindNames[kind ?? "kustomize"],
    namespace: namespace || null,
    name: own ?? (root || "."),
  };
}

const kindNames: Readonly<Record<Generator["kind"], string>> = {
  kustomize: "Kustomization",
  "helm-chart": "Chart",
  "helm-release": "HelmRelease",
  helmfile: "Helmfile",
  "flux-kustomization": "Kustomization",
  "flux-source": "Source",
  "argo-application": "Application",
};

function add(byRoot: Map<string, Map<Concern, InputFinding[]>>, root: string, finding: InputFinding): void {
  const byConcern = byRoot.get(root) ?? new Map<Concern, InputFinding[]>();
  byRoot.set(root, byConcern);
  const findings = byConcern.get(finding.concern);
  if (findings) findings.push(finding);
  else byConcern.set(finding.concern, [finding]);
}
