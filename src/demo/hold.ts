import type { Narrator } from "./narrator.ts";

/** States a fact if it holds; ends the demo if it does not. */
export function hold(tell: Narrator, fact: string, holds: boolean): void {
  if (!holds) throw new Error(`this did not hold: ${fact}`);
  tell.held(fact);
}
