import type { GitHub } from "./client.ts";
import type { WorkKey } from "./work-key.ts";

/** All installations of the App that are not suspended: looking at each of them finds whatever was missed. */
export async function installationsToSweep(github: GitHub): Promise<readonly WorkKey[]> {
  const app = await github.asApp();
  const installations = await app.paginate(app.rest.apps.listInstallations, { per_page: 100 });
  return installations
    .filter((installation) => !installation.suspended_at)
    .map(({ id }) => ({ kind: "installation", installation: id }));
}
