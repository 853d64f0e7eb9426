import { expect, test } from "@jest/globals";
import { didYouMean } from "../../src/review/did-you-mean.ts";

test("a slip of the finger is recognised", () => {
  expect(didYouMean("reveiws", ["rules", "reviews"])).toBe("; did you mean `reviews`?");
  expect(didYouMean("Bind-To", ["bind-to"])).toBe("; did you mean `bind-to`?");
});

test("another word is not guessed at", () => {
  expect(didYouMean("colour", ["teams", "users"])).toBe("");
});
