import { codeFrame } from "../../reports/code-frame.ts";
import type { Annotation, CheckRun } from "../fake-github/state.ts";
import { hold } from "../hold.ts";
import type { Narrator } from "../narrator.ts";
import { campaign } from "../sample-repository.ts";
import { repository, type Stage, until } from "../stage.ts";

/** The check, the marks on the lines, and the comment. */
export async function showReview(stage: Stage, tell: Narrator, number: number): Promise<void> {
  const { github } = stage;
  const { headSha, createdAt } = github.pullRequest(repository, number);
  const run = await until("the check", () => completedRun(stage, headSha));
  tell.step("Gatewarden reviews it: the check is red");
  const seconds = ((run.completedAt?.getTime() ?? 0) - createdAt.getTime()) / 1000;
  tell.say(`${seconds.toFixed(1)} s after the pull request was opened, the check \`${run.name}\` is complete:`);
  tell.quote(`${tell.paint(run.conclusion ?? "", "red", "bold")}  ${run.title}`);
  if (run.conclusion !== "action_required") tell.quote(run.summary ?? "");
  hold(tell, "the check asks for action and so blocks the merge", run.conclusion === "action_required");

  tell.step("The lines that cause it are marked");
  for (const annotation of run.annotations) showAnnotation(annotation, tell);
  const marks = (path: string) => run.annotations.some((one) => one.path === path && one.level === "failure");
  hold(tell, "the Ingress that lost its allow-list is marked", marks("apps/shop/ingress.yaml"));
  hold(tell, "the binding to cluster-admin is marked", marks("platform/access/campaign.yaml"));
  const others = run.annotations.filter(({ path }) => path.endsWith("deployment.yaml"));
  hold(tell, "the new image tag in the same pull request is not worth a word", others.length === 0);

  await showComment(stage, tell, number);
}

/** The newest run of our App at a commit, once it has a conclusion. */
export function completedRun({ github, appId }: Stage, sha: string): CheckRun | undefined {
  const runs = github.checkRuns(repository, sha).filter(({ app, name }) => app.id === appId && name === "gatewarden");
  return runs.findLast(({ status }) => status === "completed");
}

function showAnnotation(annotation: Annotation, tell: Narrator): void {
  const { path, startLine, endLine, startColumn, endColumn, title, message } = annotation;
  const text = (campaign.files as Readonly<Record<string, string>>)[path]?.split("\n")[startLine - 1] ?? "";
  const column = startColumn ?? text.search(/\S/) + 1;
  const location = {
    file: path,
    line: startLine,
    endLine,
    column,
    endColumn: endColumn === null ? text.length + 1 : endColumn + 1,
    side: "after" as const,
    text,
  };
  tell.quote(
    `${tell.paint(`${path}:${startLine}`, "bold")}  ${title ?? ""}\n${codeFrame(location, 96, tell.paint).join("\n")}`,
  );
  tell.quote(`      ${message.split("\n", 1)[0] ?? ""}\n `);
}

async function showComment({ github }: Stage, tell: Narrator, number: number): Promise<void> {
  tell.step("The same, for people, in one comment");
  const [comment, ...more] = await until("the comment", () => {
    const comments = github.comments(repository, number);
    return comments.length > 0 && comments;
  });
  const lines = (comment?.body ?? "").split("\n").filter((line) => !line.startsWith("<!--"));
  // The first screen; explanations of each event follow below it.
  const explanations = lines.findIndex((line) => line.startsWith("**Why"));
  const shown = lines.slice(0, explanations < 0 ? 24 : explanations).join("\n");
  // GitHub draws it; its source says little to a reader.
  tell.quote(
    shown.replace(/```mermaid\n[^`]*```/, "(a diagram, as GitHub draws it: what is added, what is gone)").trimEnd(),
  );
  hold(tell, "with a diagram of what changes", shown.includes("```mermaid"));
  hold(tell, "one comment, written by the App", comment?.author.login === "gatewarden[bot]" && more.length === 0);
  const { requestedUsers, requestedTeams } = github.pullRequest(repository, number);
  const asked = [...requestedTeams.keys(), ...requestedUsers.keys()];
  hold(tell, `a review is requested from those who may give it: ${asked.join(", ")}`, asked.length > 0);
}
