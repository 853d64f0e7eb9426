import { readPlainFile } from "../kubernetes/read-plain.ts";
import type { Plain } from "../kubernetes/resource.ts";

/** The plain content of YAML text, several documents as a list; undefined where it cannot be read. */
export function plainOfYamlText(text: string): Plain | undefined {
  return readPlainFile(new TextEncoder().encode(text));
}
