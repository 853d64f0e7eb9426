/** A row as a table shows it. Untrusted text: escape it for where it goes. */
export interface Words {
  /** What the rows of a section are told apart by, the worst first: reach, power, isolation, reason. */
  readonly kind: string;
  readonly subject: string;
  readonly what: string;
  readonly where: string;
  readonly detail: string;
}

/** A namespace in a sentence; one that an applier fills in is called by its directory. */
export function namespaceText(namespace: string): string {
  if (!namespace.startsWith("(")) return `namespace ${namespace}`;
  return `the namespace that ${namespace.slice(1, -1) || "."} is applied to`;
}
