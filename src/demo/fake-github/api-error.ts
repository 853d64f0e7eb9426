import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A refusal in GitHub's own shape: `{ message, documentation_url, status, errors? }`. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly errors: readonly FieldError[];

  constructor(status: ContentfulStatusCode, message: string, errors: readonly FieldError[] = []) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.errors = errors;
  }

  body() {
    return {
      message: this.message,
      ...(this.errors.length > 0 ? { errors: this.errors } : {}),
      documentation_url: "https://docs.github.com/rest",
      status: String(this.status),
    };
  }
}

export interface FieldError {
  readonly resource: string;
  readonly field: string;
  readonly code: string;
  readonly message?: string;
}

export const badCredentials = () => new ApiError(401, "Bad credentials");
export const requiresAuthentication = () => new ApiError(401, "Requires authentication");
export const notFound = () => new ApiError(404, "Not Found");
export const notAccessible = () => new ApiError(403, "Resource not accessible by integration");

/** 422 for one field, such as an approval by the pull request's own author. */
export function invalid(resource: string, field: string, message: string, code = "custom"): ApiError {
  return new ApiError(422, "Validation Failed", [{ resource, field, code, message }]);
}

/** 422 for a value that the description of the API does not allow. */
export function invalidRequest(message: string): ApiError {
  return new ApiError(422, `Invalid request.\n\n${message}`);
}
