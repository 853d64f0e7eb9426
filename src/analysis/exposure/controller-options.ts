import type { Reach } from "./route.ts";

/** What the policy says about classes, by class name. */
export type ControllerOptions = Readonly<Record<string, { readonly controller: string; readonly reach?: Reach }>>;
