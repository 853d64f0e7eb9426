import { expect, test } from "@jest/globals";
import { readBody } from "../../src/github/read-body.ts";

test("a body of unknown length is given up as soon as it is too large", async () => {
  let produced = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      produced++;
      controller.enqueue(new Uint8Array(10));
    },
  });
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  expect(await readBody(new Request("http://localhost", init), 95)).toBe("too-large");
  expect(produced).toBeLessThan(15);
});

test("a body of exactly the limit is read", async () => {
  const request = new Request("http://localhost", { method: "POST", body: "12345" });
  expect(Buffer.from((await readBody(request, 5)) as Uint8Array).toString()).toBe("12345");
});
