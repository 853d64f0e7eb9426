import { weighAnnotation } from "../annotation-weight.ts";
import { weighField } from "../field-settings.ts";
import type { AnnotationWeight } from "../route.ts";

/** How much a field or an annotation of a Contour object may matter that no control interprets. */
export function weighContour(setting: string): AnnotationWeight {
  if (setting.includes("/") && !/^spec[.[]|: /.test(setting)) return weighAnnotation(setting);
  // The name of the field that holds tuning says nothing.
  return weighField(setting.replace(/(timeout|retry|healthCheck|loadBalancer|cookieRewrite)Policy/i, "$1"));
}
