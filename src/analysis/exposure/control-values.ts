import type { controls } from "./controls/index.ts";

type AnyControl = (typeof controls)[number];

export type ControlName = AnyControl["name"];

/** A value per control. A missing one means that this controller's configuration is not understood. */
export type ControlValues = { readonly [C in AnyControl as C["name"]]?: C["none"] };
