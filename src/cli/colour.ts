import type { CliIo, Output } from "./command.ts";

/** Whether to colour what goes to this output: FORCE_COLOR and NO_COLOR decide (no-color.org), else whether it is a terminal. */
export function usesColour(output: Output, env: CliIo["env"]): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return output.isTTY === true && env.TERM !== "dumb";
}
