import { weighField } from "../field-settings.ts";
import type { AnnotationWeight } from "../route.ts";

/** How much a field of a Contour object may matter that no control interprets. */
export function weighContour(setting: string): AnnotationWeight {
  // The name of the field that holds tuning says nothing.
  return weighField(setting.replace(/(timeout|retry|healthCheck|loadBalancer|cookieRewrite)Policy/i, "$1"));
}
