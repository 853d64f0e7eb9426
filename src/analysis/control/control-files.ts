/** Where the policy stands. GitHub and we read it from the base branch. */
export const policyPaths: readonly string[] = [".github/gatewarden.yaml", ".github/gatewarden.yml"];

/** Where GitHub looks for CODEOWNERS, in its order. */
export const codeownersPaths: readonly string[] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** Files that decide how pull requests are judged. Of workflows, only those that mention gatewarden count in the end. */
export function isControlFile(path: string): boolean {
  return policyPaths.includes(path) || codeownersPaths.includes(path) || isWorkflow(path);
}
