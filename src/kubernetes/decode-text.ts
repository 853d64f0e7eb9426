import { isAscii, isUtf8 } from "node:buffer";

export type DecodedText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "encrypted"; readonly detail: string }
  /** `text` is a lossy reading, good enough to search for kinds. */
  | { readonly kind: "unsupported-encoding"; readonly detail: string; readonly text: string };

/** Turns a file's bytes into text the way YAML readers do: by byte order mark, else by the zero bytes of UTF-16, else UTF-8. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, gitCryptMagic)) return { kind: "encrypted", detail: "The file is encrypted with git-crypt." };
  const encoding = encodingOf(bytes);
  if (encoding === "utf-32") return unsupported(bytes, "The file is UTF-32, which YAML readers refuse.");
  const text = decode(bytes, encoding);
  if (text === undefined) return unsupported(bytes, `The file is not valid ${encoding.toUpperCase()}.`);
  if (text.startsWith("$ANSIBLE_VAULT;"))
    return { kind: "encrypted", detail: "The file is encrypted with ansible-vault." };
  if (text.includes("\0")) return unsupported(bytes, "The file contains zero bytes: it is binary, not YAML.");
  return { kind: "text", text };
}

const gitCryptMagic = [0x00, 0x47, 0x49, 0x54, 0x43, 0x52, 0x59, 0x50, 0x54];

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | "utf-32" {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length >= 4 ? "utf-32" : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0 && b === 0) return "utf-32";
  // YAML 1.2 §5.2: without a mark, the first character is ASCII and the zero bytes around it tell the encoding.
  if (a === 0 && b !== undefined && bytes.length % 2 === 0) return "utf-16be";
  if (b === 0 && c !== 0 && bytes.length % 2 === 0) return "utf-16le";
  return "utf-8";
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  if (encoding === "utf-8") return isUtf8(bytes) ? decodeUtf8(bytes) : undefined;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isAscii(buffer)) return buffer.toString("latin1");
  const text = buffer.toString("utf8");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

function unsupported(bytes: Uint8Array, detail: string): DecodedText {
  // Dropping the zero bytes makes UTF-16 and UTF-32 text searchable.
  const text = new TextDecoder("latin1").decode(bytes.filter((byte) => byte !== 0));
  return { kind: "unsupported-encoding", detail, text };
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
