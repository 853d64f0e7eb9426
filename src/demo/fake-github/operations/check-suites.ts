import { covers, isGranted } from "../access.ts";
import { checkSuiteShape } from "../shapes/check-run.ts";
import { pushedCommits } from "../shapes/commit.ts";
import type { Account, App, CheckSuite, Repository, State } from "../state.ts";
import { emit } from "../webhooks.ts";

/** The suite of an App at a commit; made when there is none yet. */
export function suiteOf(
  state: State,
  repository: Repository,
  app: App,
  headSha: string,
  headBranch: string | null,
): CheckSuite {
  const known = repository.checkSuites.find((suite) => suite.app === app && suite.headSha === headSha);
  if (known) return known;
  const suite = { id: state.nextId(), app, headSha, headBranch, createdAt: state.now() };
  repository.checkSuites.push(suite);
  return suite;
}

/** With every push, GitHub makes a suite for each App that may write checks and asks the App to fill it. */
export async function requestSuites(
  state: State,
  repository: Repository,
  sha: string,
  branch: string,
  pusher: Account,
): Promise<void> {
  for (const { app, account, repositoryIds, permissions, suspendedAt } of state.installations) {
    if (suspendedAt || !covers(account, repositoryIds, repository) || !isGranted(permissions, { checks: "write" }))
      continue;
    await announceSuite(state, repository, suiteOf(state, repository, app, sha, branch), "requested", pusher);
  }
}

export async function announceSuite(
  state: State,
  repository: Repository,
  suite: CheckSuite,
  action: string,
  sender: Account,
): Promise<void> {
  const [head] = await pushedCommits(state, repository, ["-1", suite.headSha]);
  const payload = { check_suite: { ...checkSuiteShape(state, repository, suite), head_commit: head } };
  emit(state, repository, { name: "check_suite", action, sender, payload, onlyApp: suite.app });
}
