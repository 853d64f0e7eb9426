import type { Target } from "./exposure-change.ts";

/** The hosts and paths of a change for a sentence: at most three of them in code marks, then "and N more". */
export function nameTargets(targets: readonly Target[]): string {
  const names = targets.map(({ host, path, label }) =>
    label !== undefined
      ? label
      : host === "*"
        ? `any other host${path === null || path === "/" ? "" : ` at \`${path}\``}`
        : `\`${host}${path ?? ""}\``,
  );
  const door = commonDoor(targets);
  return door === "" ? listed(names) : `${listed(names.map((name) => name.slice(0, -door.length)))}${door}`;
}

// Ports of one Service share the end of their names.
function commonDoor(targets: readonly Target[]): string {
  const [first] = targets;
  const door = first?.port && targets.length > 1 ? ` of \`${first.port.door}\`` : "";
  return targets.every(({ port, label }) => port && label?.endsWith(door)) ? door : "";
}

function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "nothing");
}

/** The verb of a sentence about targets, given in the third person singular; or the word for what is theirs. */
export function verb(targets: readonly Target[], singular: string): string {
  if (targets.length < 2) return singular;
  return irregular[singular] ?? singular.replace(/(?<=ch)es$|s$/, "");
}

const irregular: Readonly<Record<string, string>> = { is: "are", has: "have", goes: "go", its: "their" };
