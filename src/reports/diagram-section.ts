import type { ReviewPlan } from "../review/review-plan.ts";
import { mermaidDiagram } from "./diagram/mermaid.ts";
import type { Section } from "./fit-sections.ts";

/** A diagram of more boxes than this is folded: the comment is read first. */
const mostInSight = 12;

/** What the pull request changes of the network, as a Mermaid flowchart. It goes first where there is no room for everything. */
export function diagramSection({ diagram = [] }: ReviewPlan): Section {
  const boxes = diagram.reduce((sum, { map }) => sum + map.nodes.length, 0);
  const isFolded = boxes > mostInSight;
  const title = "What changes in the network";
  return {
    open: isFolded ? `<details><summary>${title}</summary>\n\n` : `**${title}**\n\n`,
    // Its labels hold no line breaks and no backticks, so nothing in them ends the block.
    items: boxes > 0 ? [`\`\`\`mermaid\n${mermaidDiagram(diagram)}\`\`\`\n\n`] : [],
    omitted: () => "There is no room for the diagram; `gatewarden diagram --diff` draws it.\n\n",
    close: isFolded ? "</details>\n\n" : "",
    priority: 8,
  };
}
