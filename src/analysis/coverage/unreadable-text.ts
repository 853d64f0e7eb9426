import { withoutTemplateComments } from "./templates/template-comments.ts";

/**
 * Kinds that a changed text seems to hold and that matter: a Service counts only where something in its changed lines
 * could publish it, because a ClusterIP Service, which most are, is reached by nobody outside the cluster.
 */
export function kindsThatMatter(
  kinds: readonly string[],
  before: string | null | undefined,
  after: string | null | undefined,
): readonly string[] {
  if (before === undefined || after === undefined) return kinds;
  return publishes.test(changedLines(before ?? "", after ?? "")) ? kinds : kinds.filter((kind) => kind !== "Service");
}

const publishes = /LoadBalancer|NodePort|ExternalName|externalIPs|\btype["']?\s*:|toYaml|\binclude\b|annotations/;

function changedLines(before: string, after: string): string {
  const [one, other] = [before, after].map((text) => text.split(/\r?\n/));
  const lines = [new Set(one), new Set(other)] as const;
  return [
    ...(one ?? []).filter((line) => !lines[1].has(line)),
    ...(other ?? []).filter((line) => !lines[0].has(line)),
  ].join("\n");
}

/** Whether two texts differ in nothing but white space at the ends of lines, blank lines and lines of comment. */
export function sameInstructions(before: string, after: string): boolean {
  return instructionsOf(before) === instructionsOf(after);
}

function instructionsOf(text: string): string {
  return withoutTemplateComments(text)
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !/^\s*(#|\/\/)/.test(line))
    .join("\n");
}
