export interface SourceDocument {
  /** The document with its `---` line, or the whole stream where the stream cannot be split safely. */
  readonly text: string;
  /** Lines of the file before `text`. */
  readonly linesBefore: number;
  /** Whether `text` may hold more than one document. */
  readonly isStream: boolean;
}

/** Splits a YAML stream at its document markers without parsing it. Comments and text are kept, byte for byte. */
export function splitDocuments(text: string): readonly SourceDocument[] {
  // Directives and `...` change how what follows is read: leave such rare streams to the parser as they are.
  if (/^(?:%|\.\.\.(?:\s|$))/m.test(text)) return [{ text, linesBefore: 0, isStream: true }];
  const documents: SourceDocument[] = [];
  let start = 0;
  let linesBefore = 0;
  for (const end of [...markerOffsets(text), text.length]) {
    if (end <= start) continue;
    const part = text.slice(start, end);
    documents.push({ text: part, linesBefore, isStream: false });
    linesBefore += countLineBreaks(part);
    start = end;
  }
  return documents;
}

function markerOffsets(text: string): number[] {
  const offsets: number[] = [];
  // YAML 1.2 §9.1.2: `---` at the start of a line ends a document even inside a block scalar.
  for (let at = text.indexOf("---"); at >= 0; at = text.indexOf("---", at + 3)) {
    const startsLine = at === 0 || text[at - 1] === "\n" || (at === 1 && text[0] === "\ufeff");
    if (startsLine && /^(?:\s|$)/.test(text.slice(at + 3, at + 4))) offsets.push(at);
  }
  return offsets;
}

export function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
