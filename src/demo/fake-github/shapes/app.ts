import { type App, type Installation, type InstallationToken, type State, timestamp } from "../state.ts";
import { accountShape, nodeId } from "./account.ts";

/** `integration` of GitHub's API description. */
export function appShape(state: State, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("App", app.id),
    client_id: `Iv23.${app.id}`,
    owner: accountShape(state, app.owner),
    name: app.name,
    description: null,
    external_url: "https://example.com/",
    html_url: `${state.urls.html}/apps/${app.slug}`,
    created_at: timestamp(app.createdAt),
    updated_at: timestamp(app.createdAt),
    permissions: { metadata: "read", ...app.permissions },
    events: [...app.events],
  };
}

export function installationShape(state: State, installation: Installation) {
  const { account, app } = installation;
  return {
    id: installation.id,
    client_id: `Iv23.${app.id}`,
    account: accountShape(state, account),
    repository_selection: installation.repositoryIds ? "selected" : "all",
    access_tokens_url: `${state.urls.api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${state.urls.api}/installation/repositories`,
    html_url: `${state.urls.html}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { metadata: "read", ...installation.permissions },
    events: [...installation.events],
    created_at: timestamp(installation.createdAt),
    updated_at: timestamp(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspendedAt && timestamp(installation.suspendedAt),
  };
}

export function installationTokenShape(token: string, { permissions, repositoryIds, expiresAt }: InstallationToken) {
  return {
    token,
    expires_at: timestamp(expiresAt),
    permissions: { metadata: "read", ...permissions },
    repository_selection: repositoryIds ? "selected" : "all",
  };
}
