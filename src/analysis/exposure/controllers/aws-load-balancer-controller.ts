import { readAction } from "../aws/actions.ts";
import { albAnnotations, isInterpreted, weighAlbAnnotation } from "../aws/annotations.ts";
import { readConditions } from "../aws/conditions.ts";
import { albReach } from "../aws/entry-reach.ts";
import { albHost, albServer } from "../aws/server-reading.ts";
import { albSettings, ownSettings } from "../aws/settings.ts";
import type { ControllerProfile } from "../controller-profile.ts";

/** Application load balancers of AWS, one per Ingress or per group of Ingresses. */
export const awsLoadBalancerController: ControllerProfile = {
  name: "aws-load-balancer-controller",
  classNames: ["alb"],
  controllerNames: ["ingress.k8s.aws/alb"],
  assumptions: [
    "IngressClassParams that are not in the repository override nothing",
    "Ingresses of one group with equal order are told apart by the length of their paths",
  ],
  annotations: albAnnotations,
  hostWide: new Set(),
  defaultBackendReach: "every-host",
  weigh: weighAlbAnnotation,
  aliases: () => [],
  isCanary: () => false,
  interprets: isInterpreted,
  hostOf: albHost,
  reachOf: ({ resource }, world) => albReach(albSettings(resource, world)),
  conditionsOf: ({ resource }, _path, _world, backend) => readConditions(resource, backend).texts,
  backendsOf: ({ resource }, backend) => readAction(resource, backend)?.backends,
  onlyRedirects: ({ resource }, backend) => readAction(resource, backend)?.onlyRedirects ?? false,
  // Rules of a lower order come first. Alone on its load balancer, an Ingress competes with nobody.
  priorityOf({ resource }) {
    const own = ownSettings(resource);
    const order = own.has("group.name") ? (own.number("group.order") ?? 0) : 0;
    return order === 0 ? 0 : -order;
  },
  server: albServer,
};
