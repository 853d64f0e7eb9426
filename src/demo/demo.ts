import { type Narrator, narrator, type Out } from "./narrator.ts";
import { repository, type Stage, setStage } from "./stage.ts";
import { tellStory } from "./story.ts";

export interface DemoOptions {
  /** Leaves everything running until Ctrl+C and prints the addresses. */
  readonly keep?: boolean;
  readonly out?: Out;
}

/**
 * Plays the main job against a fake GitHub on this machine: reviewed, blocked, approved, merged and on record. Returns 0
 * when every step held, else 1 after saying which did not. Leaves no process and no file behind.
 */
export async function runDemo({ keep = false, out = process.stdout }: DemoOptions = {}): Promise<0 | 1> {
  const tell = narrator(out, process.env);
  const { interrupted, stopListening } = interruption();
  let stage: Stage | null = null;
  try {
    stage = await setStage();
    await Promise.race([tellStory(stage, tell), interrupted.then(refuseToContinue)]);
    tell.say(`\n${tell.paint("Every step held.", "bold", "green")}`);
    if (keep) {
      sayWhereItRuns(stage, tell);
      await interrupted;
    }
    return 0;
  } catch (error) {
    tell.say(`\n${tell.paint("✗", "red", "bold")} ${error instanceof Error ? error.message : String(error)}`);
    if (stage) tell.quote(stage.server.log().split("\n").slice(-15).join("\n"));
    return 1;
  } finally {
    stopListening();
    tell.end();
    await stage?.close();
  }
}

/** Ctrl+C must not leave a server or a folder behind, so it ends the story instead of the process. */
function interruption() {
  const signals = ["SIGINT", "SIGTERM"] as const;
  let interrupt = () => {};
  const interrupted = new Promise<void>((done) => {
    interrupt = done;
  });
  for (const signal of signals) process.on(signal, interrupt);
  const stopListening = () => {
    for (const signal of signals) process.off(signal, interrupt);
  };
  return { interrupted, stopListening };
}

function refuseToContinue(): never {
  throw new Error("interrupted");
}

function sayWhereItRuns({ github, server, folder }: Stage, tell: Narrator): void {
  tell.say("Still running; Ctrl+C ends it and removes everything:");
  tell.quote(
    [
      `GitHub      ${github.url}  (pull request: /${repository}/pull/1, REST: /api/v3)`,
      `Gatewarden  ${server.url}  (/healthz, /readyz, /metrics)`,
      `clone       git clone ${github.asUser("dora").gitUrl(repository)}`,
      `files       ${folder}`,
    ].join("\n"),
  );
}
