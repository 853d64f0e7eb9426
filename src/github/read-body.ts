/** The bytes of a request, or `too-large` as soon as they are more than `limit`: the rest is never read. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array | "too-large"> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) return "too-large";
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A sender may leave the length out or lie about it: count what arrives.
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) return "too-large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
