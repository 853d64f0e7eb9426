/** A few of many, for a message of one line: "a, b, c and 4 more". */
export function listed(items: readonly string[], most = 3): string {
  const shown = items.length === most + 1 ? items : items.slice(0, most);
  const rest = items.length - shown.length;
  return shown.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
