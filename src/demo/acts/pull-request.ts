import { git } from "../fake-github/git-process.ts";
import type { Narrator } from "../narrator.ts";
import { campaign, sampleRepository } from "../sample-repository.ts";
import { repository, type Stage } from "../stage.ts";

/** A repository, its rules, and a pull request whose title says little. Returns its number. */
export async function openCampaign({ github, server }: Stage, tell: Narrator): Promise<number> {
  tell.step("A GitOps repository and its maintainers");
  tell.say(
    `GitHub (a fake one) is at ${github.url}, Gatewarden (the real one) at ${server.url}, process ${server.pid}.`,
  );
  tell.say(`${repository} holds ${Object.keys(sampleRepository).length} files. Its .github/gatewarden.yaml says:`);
  tell.quote(String(sampleRepository[".github/gatewarden.yaml"]));
  tell.say("mia is in acme/edge, sam in acme/security. The check `gatewarden` is required on main.");

  tell.step(`dora opens a pull request: “${campaign.title}”`);
  const { branch, title, files } = campaign;
  await github.commit(repository, branch, { author: "dora", message: title, files });
  const number = await github.asUser("dora").openPullRequest(repository, { head: branch, title });
  tell.quote(colouredDiff(await git(github.gitDir(repository), ["diff", "-U0", "main", branch]), tell));
  return number;
}

function colouredDiff(diff: string, { paint }: Narrator): string {
  const lines = diff.split("\n").filter((line) => /^[-+]/.test(line) && !/^(---|\+\+\+) \/dev\/null/.test(line));
  const shown = lines.filter((line) => !line.startsWith("--- "));
  return shown
    .map((line) => {
      if (line.startsWith("+++ b/")) return paint(line.slice("+++ b/".length), "bold");
      return `  ${paint(line, line.startsWith("+") ? "green" : "red")}`;
    })
    .join("\n");
}
