import type { CheckRunOutput } from "../reports/check-run.ts";
import { codeSpan, markdownProse } from "../reports/markdown-text.ts";

/** Another open pull request with the same head: the check run belongs to the commit, so it speaks for both. */
export interface Sibling {
  readonly number: number;
  readonly baseRef: string;
  /** Null while it was not evaluated at this head and base branch. */
  readonly verdict: { readonly conclusion: CheckRunOutput["conclusion"]; readonly summary: string } | null;
}

/**
 * The strictest verdict over all pull requests with this head, naming the others. A green check earned on a lenient
 * branch must not open the gate of a strict one.
 */
export function strictestOutput(output: CheckRunOutput, siblings: readonly Sibling[]): CheckRunOutput {
  if (siblings.length === 0) return output;
  const verdicts = siblings.map((sibling) => sibling.verdict?.conclusion ?? "action_required");
  const conclusion = [output.conclusion, ...verdicts].sort((one, other) => strictness(one) - strictness(other)).at(-1);
  const stricter = siblings.filter((sibling) => sibling.verdict?.conclusion !== "success");
  const because = stricter.map(({ number }) => `#${number}`).join(", ");
  const held = output.conclusion === "success" && conclusion !== "success";
  return {
    ...output,
    conclusion: conclusion ?? output.conclusion,
    title: (held ? `Held back by ${because}: same commit. ${output.title}` : output.title).slice(0, 255),
    summary: cut(`${siblingLines(siblings)}\n\n${output.summary}`),
  };
}

const order: readonly CheckRunOutput["conclusion"][] = ["success", "action_required", "failure"];

function strictness(conclusion: CheckRunOutput["conclusion"]): number {
  return order.indexOf(conclusion);
}

function siblingLines(siblings: readonly Sibling[]): string {
  const lines = siblings.slice(0, 20).map(({ number, baseRef, verdict }) => {
    const state = verdict ? markdownProse(verdict.summary, 300) : "not evaluated yet";
    return `- #${number} into ${codeSpan(baseRef, 100)}: ${state}`;
  });
  const rest = siblings.length > 20 ? [`- and ${siblings.length - 20} more`] : [];
  const opening = "This commit is also the head of other pull requests. The check shows the strictest verdict of all:";
  return [opening, "", ...lines, ...rest].join("\n");
}

/** GitHub's limit; whole characters only. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= 65_535
    ? text
    : bytes
        .subarray(0, 65_000)
        .toString("utf8")
        .replace(/\uFFFD+$/, "");
}
