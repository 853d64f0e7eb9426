/** The API groups that Ingress and IngressClass have stood in. */
export const ingressGroups = ["networking.k8s.io", "extensions"];
