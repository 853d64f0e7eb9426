import { Refused } from "../fake-github/person.ts";
import type { CheckRun } from "../fake-github/state.ts";
import { hold } from "../hold.ts";
import type { Narrator } from "../narrator.ts";
import { repository, type Stage, until } from "../stage.ts";
import { completedRun } from "./review.ts";

/** Nobody gets past the check but those whom the policy names, each for what they answer for. */
export async function approveAndMerge(stage: Stage, tell: Narrator, number: number): Promise<void> {
  const { github } = stage;
  tell.step("dora tries to merge");
  await expectRefusal(stage, tell, number, "GitHub refuses to merge");

  tell.step("trudy, a stranger, approves");
  await github.asUser("trudy").review(repository, number, "APPROVE", "Looks good to me!");
  const afterTrudy = await runSaying(stage, number, "trudy");
  showVerdict(afterTrudy, tell, "trudy");
  hold(
    tell,
    "her approval is listed with the reason why it does not count",
    afterTrudy.conclusion === "action_required",
  );
  await expectRefusal(stage, tell, number, "GitHub still refuses to merge");

  tell.step("mia of acme/edge approves, then sam of acme/security");
  await github.asUser("mia").review(repository, number, "APPROVE");
  const afterMia = await runSaying(stage, number, "mia");
  showVerdict(afterMia, tell, "mia");
  hold(
    tell,
    "mia answers for the exposure only: cluster-admin is still open",
    afterMia.conclusion === "action_required",
  );
  await github.asUser("sam").review(repository, number, "APPROVE");
  const green = await until("the green check", () => {
    const run = completedRun(stage, github.pullRequest(repository, number).headSha);
    return run?.conclusion === "success" && run;
  });
  showVerdict(green, tell, "sam");
  hold(tell, `the check is green: ${green.title}`, green.conclusion === "success");

  tell.step("dora merges");
  const sha = await github.asUser("dora").merge(repository, number);
  hold(tell, `merged as ${sha.slice(0, 12)}`, github.pullRequest(repository, number).merged?.sha === sha);
}

async function expectRefusal({ github }: Stage, tell: Narrator, number: number, fact: string): Promise<void> {
  const refusal = await github
    .asUser("dora")
    .merge(repository, number)
    .catch((error: unknown) => error);
  const body = refusal instanceof Refused ? (refusal.body as { readonly message?: string }) : {};
  hold(tell, `${fact}: ${body.message ?? "?"}`, refusal instanceof Refused && refusal.status === 405);
}

/** The check once it speaks of a person: each review leads to a new evaluation. */
function runSaying(stage: Stage, number: number, login: string): Promise<CheckRun> {
  const { headSha } = stage.github.pullRequest(repository, number);
  return until(`a check that mentions ${login}`, () => {
    const run = completedRun(stage, headSha);
    return run && names(run.summary ?? "", login) && run;
  });
}

function showVerdict(run: CheckRun, tell: Narrator, login: string): void {
  const lines = (run.summary ?? "").split("\n").filter((line) => names(line, login));
  const colour = run.conclusion === "success" ? "green" : "red";
  tell.quote([`${tell.paint(run.conclusion ?? "", colour, "bold")}  ${run.title}`, ...lines].join("\n"));
}

function names(text: string, login: string): boolean {
  return new RegExp(`\\b${login}\\b`).test(text);
}
