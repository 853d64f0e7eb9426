import type { ResponseHeaders } from "../controls/response-headers.ts";
import type { World } from "../world.ts";

/** What an Ingress is read beside, the same for all Ingresses of a host. */
export interface NginxNeighbours {
  /** The headers that the `server-snippet`s of the host add to answers. */
  readonly serverHeaders: ResponseHeaders;
  /** Whether connections to the host are passed through. */
  readonly passes: boolean;
  /** Whether the paths of the host are regular expressions. */
  readonly expressions: boolean;
  /** Whether ingress-nginx is only assumed to be the controller. */
  readonly assumed: boolean;
  /** For the ConfigMaps that annotations name. */
  readonly world: World | undefined;
}
