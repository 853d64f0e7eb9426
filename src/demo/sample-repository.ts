import type { Files } from "./fake-github/bare-repository.ts";

/** A small GitOps repository: a shop behind an allow-list, two unrelated apps, who may do what, and the policy. */
export const sampleRepository: Files = {
  "README.md": "# Acme clusters\n\nArgo CD applies everything under `apps/` and `platform/` to production.\n",
  ".github/CODEOWNERS": "* @acme/developers\n/apps/shop/ @acme/edge\n/platform/ @acme/security\n",
  ".github/gatewarden.yaml": `version: 1

maintainers:
  edge:     { teams: [acme/edge] }
  security: { teams: [acme/security] }

# Every matching entry must be satisfied.
reviews:
  - { when: { theme: exposure }, approvals: 1, from: [edge] }
  - { when: { theme: access },   approvals: 1, from: [security] }
  - { when: { theme: [connectivity, coverage, control] }, approvals: 1, from: [security] }
`,
  "apps/shop/namespace.yaml": `apiVersion: v1
kind: Namespace
metadata:
  name: shop
`,
  "apps/shop/deployment.yaml": deployment("shop", "registry.example.com/shop:4.2.0", 8080),
  "apps/shop/service.yaml": service("shop", 8080),
  "apps/shop/ingress.yaml": `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    # Only the offices and the payment provider until the launch.
    nginx.ingress.kubernetes.io/whitelist-source-range: "198.51.100.0/24,203.0.113.7/32"
    nginx.ingress.kubernetes.io/force-ssl-redirect: "true"
spec:
  ingressClassName: nginx
  tls:
    - hosts: ["*.shop.example.com"]
      secretName: shop-tls
  rules:
    - host: www.shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: shop
                port:
                  number: 80
`,
  "apps/docs/deployment.yaml": deployment("docs", "registry.example.com/docs:2026.11", 8080),
  "apps/docs/service.yaml": service("docs", 8080),
  "apps/mailer/cronjob.yaml": `apiVersion: batch/v1
kind: CronJob
metadata:
  name: newsletter
  namespace: mailer
spec:
  schedule: "0 7 * * 1"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: newsletter
              image: registry.example.com/newsletter:1.9.3
`,
  "platform/access/on-call.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: on-call
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: on-call
`,
};

/** What the pull request of the demo does to it, under a harmless title. */
export const campaign = {
  title: "Prepare the summer campaign",
  branch: "summer-campaign",
  files: {
    "apps/shop/deployment.yaml": deployment("shop", "registry.example.com/shop:4.3.0", 8080),
    "apps/shop/ingress.yaml": String(sampleRepository["apps/shop/ingress.yaml"])
      .replace(/ {4}# Only the offices.*\n.*whitelist-source-range.*\n/, "")
      .replace("host: www.shop.example.com", 'host: "*.shop.example.com"'),
    "platform/access/campaign.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: campaign
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: campaign-agency
`,
  },
} as const satisfies { readonly title: string; readonly branch: string; readonly files: Files };

function deployment(name: string, image: string, port: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${name}
spec:
  replicas: 2
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: ${name}
          image: ${image}
          ports:
            - containerPort: ${port}
`;
}

function service(name: string, port: number): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${name}
spec:
  selector: { app: ${name} }
  ports:
    - port: 80
      targetPort: ${port}
`;
}
