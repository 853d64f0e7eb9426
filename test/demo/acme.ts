import type { InstalledApp } from "../../src/demo/fake-github/control.ts";
import {
  type FakeGitHub,
  type FakeGitHubOptions,
  startFakeGitHub,
} from "../../src/demo/fake-github/start-fake-github.ts";
import { installationToken } from "./app-client.ts";

export interface Acme {
  readonly fake: FakeGitHub;
  readonly app: InstalledApp;
  /** An installation token with everything that the App was granted. */
  readonly token: string;
}

/**
 * An organisation with one repository, `acme/shop`: dora writes code, mia is in the team `edge` that may review,
 * olaf owns the organisation, eve belongs nowhere.
 */
export async function startAcme(options: FakeGitHubOptions = {}): Promise<Acme> {
  const fake = await startFakeGitHub(options);
  for (const login of ["olaf", "dora", "mia", "eve"]) fake.createUser(login);
  fake.createOrganisation("acme", ["olaf"]);
  fake.createTeam("acme", "edge", ["mia"]);
  await fake.createRepository({
    owner: "acme",
    name: "shop",
    files: { "shop/ingress.yaml": "host: shop.example.com\n", "README.md": "# Shop\n" },
    collaborators: { dora: "write" },
  });
  fake.grantTeam("acme", "edge", "acme/shop", "write");
  const app = fake.installApp({ account: "acme" });
  return { fake, app, token: await installationToken(fake.apiUrl, app) };
}

/** dora opens a pull request that changes one line. Returns its number. */
export async function openChange(
  fake: FakeGitHub,
  branch = "wildcard",
  content = `host: ${branch}.example.com\n`,
): Promise<number> {
  await fake.commit("acme/shop", branch, {
    author: "dora",
    message: "Change the host",
    files: { "shop/ingress.yaml": content },
  });
  return fake.asUser("dora").openPullRequest("acme/shop", { head: branch });
}
