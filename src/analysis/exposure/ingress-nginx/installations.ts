import type { Flag } from "../controller-containers.ts";

/** Whether a container runs ingress-nginx, under any of the names that its images had or in a build of a distributor. */
export function isIngressNginx(image: string, _flags: readonly Flag[], command: string): boolean {
  const name = image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  return (
    /(^|\/)(ingress-nginx\/controller|nginx-ingress-controller)(-chroot|-hardened)?$/.test(name) ||
    command === "/nginx-ingress-controller"
  );
}
