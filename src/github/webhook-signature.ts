import { createHmac, timingSafeEqual } from "node:crypto";

/** Whether `signature` (X-Hub-Signature-256) is GitHub's for exactly these bytes. Takes equally long for every wrong one. */
export function hasValidSignature(body: Uint8Array, signature: string, secret: string): boolean {
  if (secret === "") return false;
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
