import { Probot, ProbotOctokit } from "probot";
import type { Log } from "./log.ts";
import type { Settings } from "./settings.ts";

export type Octokit = Awaited<ReturnType<Probot["auth"]>>;

/** GitHub, as the App sees it. */
export interface GitHub {
  readonly appId: number;
  /** A client with the rights of one installation; its writes queue apart from other installations'. */
  forInstallation(installation: number): Promise<Octokit>;
  /** A client that signs as the App itself. */
  asApp(): Promise<Octokit>;
  /** Login of the App's own account, such as `gatewarden[bot]`. */
  botLogin(): Promise<string>;
  /** A token of the installation for git, valid for at least some minutes. */
  token(installation: number): Promise<string>;
}

/** Connects lazily: nothing is sent before a client is used. */
export function connectToGitHub(settings: Settings, log: Log): GitHub {
  const probot = new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    baseUrl: settings.apiUrl,
    Octokit: settings.throttle ? ProbotOctokit : withoutThrottling(),
    log: probotLog(log),
  });
  let login: string | undefined;
  return {
    appId: settings.appId,
    forInstallation: (installation) => probot.auth(installation),
    asApp: () => probot.auth(),
    async botLogin() {
      login ??= await readBotLogin(await probot.auth());
      return login;
    },
    async token(installation) {
      const octokit = await probot.auth(installation);
      const { token } = (await octokit.auth({ type: "installation" })) as { readonly token: string };
      return token;
    },
  };
}

async function readBotLogin(asApp: Octokit): Promise<string> {
  const { data } = await asApp.rest.apps.getAuthenticated();
  if (!data?.slug) throw new Error("GitHub did not name the App.");
  return `${data.slug}[bot]`;
}

/** Against a server on this machine: no second between writes, and an error at once instead of after three tries. */
function withoutThrottling(): typeof ProbotOctokit {
  // Probot merges plain options shallowly and loses `enabled`; a function gets the whole options (probot#1972).
  return ProbotOctokit.defaults((options: Readonly<Record<string, unknown>>) => ({
    ...options,
    retry: { enabled: false },
    throttle: { ...(options.throttle as object), enabled: false },
  }));
}

type ProbotLog = NonNullable<NonNullable<ConstructorParameters<typeof Probot>[0]>["log"]>;

function probotLog(log: Log): ProbotLog {
  const levels = {
    trace: () => {},
    // Probot logs every request as debug, and refused requests as warnings or errors: callers handle those.
    debug: (...entry: unknown[]) => log.debug(textOf(entry)),
    info: (...entry: unknown[]) => log.debug(textOf(entry)),
    warn: (...entry: unknown[]) => log.warn(textOf(entry)),
    error: (...entry: unknown[]) => log.warn(textOf(entry)),
    fatal: (...entry: unknown[]) => log.error(textOf(entry)),
    child: (): unknown => levels,
  };
  // Probot asks for a pino logger but only calls these.
  return levels as unknown as ProbotLog;
}

function textOf(entry: readonly unknown[]): string {
  const texts = entry.filter((part): part is string => typeof part === "string");
  return texts.join(" ") || "GitHub client";
}
