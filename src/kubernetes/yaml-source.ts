import { type Document, isDocument, parseAllDocuments, parseDocument } from "yaml";
import type { SourceDocument } from "./split-documents.ts";

/** A parsed YAML document with the offsets of its nodes into the text it came from. */
export type YamlDocument = Document.Parsed;

/**
 * Reads a document, or every document of a stream. Duplicate keys, odd indentation and unknown tags are accepted, as
 * kubectl accepts them; merges and aliases are resolved by `plainFromYaml`, which bounds what they may produce.
 */
export function parseYaml(source: SourceDocument): readonly YamlDocument[] {
  if (!source.isStream) return [parseDocument(source.text, options)];
  const documents = parseAllDocuments(source.text, options);
  return Array.isArray(documents) ? documents.filter((document): document is YamlDocument => isDocument(document)) : [];
}

const options = {
  version: "1.2",
  uniqueKeys: false,
  merge: false,
  strict: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;
