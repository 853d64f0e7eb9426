import type { Escalation } from "../escalation.ts";

export const tokenReview: Escalation = {
  id: "token-review",
  family: "minor",
  allows: "check tokens and permissions of others",
  needs: ["authentication.k8s.io tokenreviews create", "authorization.k8s.io subjectaccessreviews create"],
  match: "any",
  danger: { cluster: "low", namespace: null, named: null },
};
