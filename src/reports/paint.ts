const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const;

export type Style = keyof typeof styles;

/** Puts ANSI styles around a text, or leaves it as it is where no colour was asked for. */
export type Paint = (text: string, ...as: readonly Style[]) => string;

export function painter(colour: boolean): Paint {
  if (!colour) return (text) => text;
  return (text, ...as) => as.reduce((painted, style) => `\u001b[${styles[style]}m${painted}\u001b[0m`, text);
}
