import { weighAnnotation } from "../annotation-weight.ts";
import { weighField } from "../field-settings.ts";
import type { AnnotationWeight } from "../route.ts";
import type { World } from "../world.ts";
import type { hopReader } from "./destination-rules.ts";
import type { gatewayReader, IstioGateway } from "./gateways.ts";

/** What the readers of one state share. */
export interface IstioWorld {
  readonly world: World;
  readonly hop: ReturnType<typeof hopReader>;
  readonly gatewayNamed: ReturnType<typeof gatewayReader>["named"];
}

/** A Gateway as a VirtualService names it. */
export interface Binding {
  readonly name: string;
  readonly gateway: IstioGateway;
}

/** Selectors of proxies and the namespaces that a rule is exported to decide who is served. */
export function weighIstio(setting: string): AnnotationWeight {
  if (setting.includes("/") && !/^spec[.[]|: /.test(setting)) return weighAnnotation(setting);
  return /selector|exportTo|directResponse|fault/.test(setting) ? "protective" : weighField(setting);
}
