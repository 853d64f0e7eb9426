import type { MaintainerGroup, Policy, ReviewRequirement } from "./policy.ts";

/** The owners of the touched file; where CODEOWNERS names none, people with the maintain or admin role. */
export const ownersOfTheFile: MaintainerGroup = { teams: [], users: [], codeowners: true };

/** What every widened or unknown event of medium severity or more needs where no policy says otherwise. */
export const defaultRequirement: ReviewRequirement = { when: {}, approvals: 1, from: ["owners"], distinct: false };

/** The policy of a repository without a policy file. */
export const defaultPolicy: Policy = {
  sha: "default",
  source: "default",
  file: null,
  zones: [],
  maintainers: { owners: ownersOfTheFile },
  reviews: [defaultRequirement],
  rules: {},
  waivers: [],
  controllers: {},
  views: [],
  approvals: { bindTo: "events", emergency: null, unattributed: 1 },
};
