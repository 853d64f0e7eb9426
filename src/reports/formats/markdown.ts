import type { Report } from "../report.ts";
import { stickyComment } from "../sticky-comment.ts";

/** The comment that the App would write, for a job summary or a pipe. */
export const markdown: Report = {
  id: "markdown",
  description: "The comment of the pull request as GitHub Markdown",
  hasDiagram: true,
  render: (plan) => stickyComment(plan, { marker: "" }),
};
