import { visibleText } from "../reports/visible-text.ts";
import { counted } from "../reports/wording.ts";
import { policyInFile } from "./base-files.ts";
import type { CliIo, ExitCode } from "./command.ts";

/** Prints the problems of a policy file as `file:line:column: message`, one a line, or that there are none. */
export async function checkPolicy(file: string, io: CliIo): Promise<ExitCode> {
  const result = await policyInFile(io.cwd, file);
  if (result.kind === "policy") {
    const { maintainers, reviews, waivers } = result.policy;
    const groups = counted(Object.keys(maintainers).length, "maintainer group");
    const summary = `${counted(reviews.length, "review entry").replace(/entrys$/, "entries")}, ${groups}, ${counted(waivers.length, "waiver")}`;
    io.stdout.write(`${visibleText(file)} is valid: ${summary}\n`);
    return 0;
  }
  for (const { file, line, column, message } of result.problems)
    io.stdout.write(`${visibleText(file)}:${line}:${column}: ${visibleText(message)}\n`);
  return 2;
}
