import type { ReviewPlan } from "../review/review-plan.ts";

export interface ReportOptions {
  /** ANSI colours; terminal format only. */
  readonly colour?: boolean;
  /** Columns of the terminal. */
  readonly width?: number;
  /** Version of gatewarden, for formats that name their producer. */
  readonly version?: string;
}

/** An output format: a plain function of the plan. */
export interface Report {
  readonly id: string;
  readonly description: string;
  /** It shows the diagram of the plan, which is only drawn for those that do. */
  readonly hasDiagram?: true;
  render(plan: ReviewPlan, options: ReportOptions): string;
}
