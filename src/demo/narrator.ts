import { type Paint, painter } from "../reports/paint.ts";

export interface Narrator {
  readonly paint: Paint;
  /** Begins a step with a heading. */
  step(title: string): void;
  say(text: string): void;
  /** Lines that come from somewhere else: a diff, a comment, the output of a program. */
  quote(text: string): void;
  /** States a fact that the demo has just checked. */
  held(fact: string): void;
  /** Nothing is printed from now on: what was interrupted may still be running for a moment. */
  end(): void;
}

export interface Out {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const width = 100;

/** Prints the story of the demo, coloured on a terminal unless NO_COLOR is set. */
export function narrator(out: Out, env: Readonly<Record<string, string | undefined>>): Narrator {
  const paint = painter(!env.NO_COLOR && (out.isTTY === true || Boolean(env.FORCE_COLOR)));
  const started = performance.now();
  let number = 0;
  let ended = false;
  const line = (text: string) => {
    if (!ended) out.write(`${text}\n`);
  };
  return {
    paint,
    step: (title) => {
      number += 1;
      const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
      const heading = `── ${number}. ${title} `;
      line(`\n${paint(heading.padEnd(width - seconds.length - 1, "─"), "bold", "cyan")} ${paint(seconds, "dim")}`);
    },
    say: line,
    quote: (text) => {
      for (const one of text.replace(/\n+$/, "").split("\n")) line(`    ${one}`);
    },
    held: (fact) => line(`${paint("✓", "green", "bold")} ${fact}`),
    end: () => {
      ended = true;
    },
  };
}
