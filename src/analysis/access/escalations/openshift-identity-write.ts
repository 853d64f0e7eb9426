import type { Escalation } from "../escalation.ts";

/** Who people are to OpenShift, and which groups they belong to. */
export const openshiftIdentityWrite: Escalation = {
  id: "openshift-identity-write",
  family: "identity",
  allows: "change who people are and which groups they belong to",
  needs: [
    "user.openshift.io users,groups,identities,useridentitymappings create,update,patch,delete,deletecollection",
    "oauth.openshift.io oauthclients,oauthaccesstokens,oauthauthorizetokens create,update,patch",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: null, named: "high" },
};
