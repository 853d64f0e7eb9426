/**
 * What a value that cannot be read means. ingress-nginx refuses every request of the location (`refuse`);
 * of a controller that is only assumed to be ingress-nginx we cannot say (`unknown`).
 */
export type InvalidValues = "refuse" | "unknown";
