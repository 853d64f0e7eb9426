import { z } from "zod";
import { invalidRequest } from "../api-error.ts";
import type { Annotation, CheckAction, CheckStatus, Conclusion } from "../state.ts";

/** The body of a request that creates or updates a check run, after GitHub's limits were applied. */
export interface CheckRunRequest {
  readonly name: string | undefined;
  readonly headSha: string | undefined;
  readonly status: CheckStatus | undefined;
  readonly conclusion: Conclusion | undefined;
  readonly externalId: string | undefined;
  readonly detailsUrl: string | undefined;
  readonly startedAt: Date | undefined;
  readonly completedAt: Date | undefined;
  readonly actions: readonly CheckAction[] | undefined;
  readonly output:
    | {
        readonly title: string | undefined;
        readonly summary: string;
        readonly text: string | undefined;
        readonly annotations: readonly Annotation[];
      }
    | undefined;
}

/** Throws 422 for what GitHub refuses. Sources: REST reference of check runs; the limits of its `output` object. */
export function readCheckRunRequest(body: unknown): CheckRunRequest {
  const result = requestSchema.safeParse(body);
  if (!result.success) throw invalidRequest(result.error.issues.map(describe).join("\n"));
  const { output, ...request } = result.data;
  return {
    name: request.name,
    headSha: request.head_sha,
    status: request.status,
    conclusion: request.conclusion,
    externalId: request.external_id,
    detailsUrl: request.details_url,
    startedAt: request.started_at === undefined ? undefined : new Date(request.started_at),
    completedAt: request.completed_at === undefined ? undefined : new Date(request.completed_at),
    actions: request.actions,
    output: output && {
      title: output.title,
      summary: output.summary,
      text: output.text,
      annotations: output.annotations.map(annotation),
    },
  };
}

const line = z.number().int().min(1);
const column = z.number().int().min(1).optional();
const kilobytes64 = 64 * 1024;

const annotationSchema = z
  .object({
    path: z.string().min(1),
    start_line: line,
    end_line: line,
    start_column: column,
    end_column: column,
    annotation_level: z.enum(["notice", "warning", "failure"]),
    message: z
      .string()
      .min(1)
      .refine((text) => Buffer.byteLength(text) <= kilobytes64, "message exceeds 64 KB"),
    title: z.string().max(255).optional(),
    raw_details: z
      .string()
      .refine((text) => Buffer.byteLength(text) <= kilobytes64, "raw_details exceeds 64 KB")
      .optional(),
  })
  .refine((one) => one.end_line >= one.start_line, "end_line is before start_line")
  .refine(
    (one) => one.start_line === one.end_line || (one.start_column === undefined && one.end_column === undefined),
    "columns are only allowed when start_line and end_line are the same",
  );

// GitHub counts at most 65,535 characters in summary and text, 50 annotations in a request and three actions.
const requestSchema = z.object({
  name: z.string().min(1).optional(),
  head_sha: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  conclusion: z
    .enum(["success", "failure", "neutral", "cancelled", "skipped", "timed_out", "action_required"])
    .optional(),
  external_id: z.string().optional(),
  details_url: z.url().optional(),
  started_at: z.iso.datetime({ offset: true }).optional(),
  completed_at: z.iso.datetime({ offset: true }).optional(),
  actions: z
    .array(z.object({ label: z.string().max(20), description: z.string().max(40), identifier: z.string().max(20) }))
    .max(3)
    .optional(),
  output: z
    .object({
      title: z.string().max(255).optional(),
      summary: z.string().max(65_535),
      text: z.string().max(65_535).optional(),
      annotations: z.array(annotationSchema).max(50).default([]),
    })
    .optional(),
});

function describe(issue: z.core.$ZodIssue): string {
  return `${issue.path.join(".") || "body"}: ${issue.message}`;
}

function annotation(one: z.infer<typeof annotationSchema>): Annotation {
  return {
    path: one.path,
    startLine: one.start_line,
    endLine: one.end_line,
    startColumn: one.start_column ?? null,
    endColumn: one.end_column ?? null,
    level: one.annotation_level,
    message: one.message,
    title: one.title ?? null,
    rawDetails: one.raw_details ?? null,
  };
}
