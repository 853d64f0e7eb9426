import { decodeText } from "./decode-text.ts";
import { plainFromYaml } from "./plain-from-yaml.ts";
import type { Plain } from "./resource.ts";
import { splitDocuments } from "./split-documents.ts";
import { parseYaml } from "./yaml-source.ts";

/** The plain content of a whole file, several documents as a list; undefined if any part of it cannot be read. */
export function readPlainFile(bytes: Uint8Array): Plain | undefined {
  if (bytes.length > maxBytes) return undefined;
  const decoded = decodeText(bytes);
  if (decoded.kind !== "text") return undefined;
  const values: Plain[] = [];
  for (const document of splitDocuments(decoded.text).flatMap(parseYaml)) {
    if (document.errors.length > 0) return undefined;
    const plain = plainFromYaml(document);
    if ("problem" in plain || plain.complexKey !== undefined) return undefined;
    // Nothing stands after a `---` at the end of a file.
    if (plain.value !== null) values.push(plain.value);
  }
  return values.length === 1 ? values[0] : Object.freeze(values);
}

/** The largest values files of real repositories have some 150 KB. */
const maxBytes = 5_000_000;
