/**
 * What a change to an unrendered input is about, as far as its text tells. Loudest first.
 *
 * - `routing`: keys that decide who can reach a service
 * - `access`: keys that decide who may do what
 * - `membership`: objects of protected kinds enter or leave what is applied
 * - `scope`: the same manifests go elsewhere (namespace, path, source, cluster)
 * - `remote`: manifests from outside the repository
 * - `patch`: a patch of a protected kind
 * - `template`: a chart template that holds a protected kind
 * - `template-source`: a template outside of any chart, in any language, that holds a protected kind
 * - `withdrawn`: what published or granted something goes away
 * - `labels`: common labels, which selectors may follow
 * - `withheld`: what is applied and deleted waits, or no longer does
 * - `version`: another version of the same chart or remote base
 * - `unreadable`: an input that cannot be read at all, such as an encrypted values file
 * - `other`: nothing of the above
 */
export type Concern =
  | "routing"
  | "access"
  | "membership"
  | "scope"
  | "remote"
  | "patch"
  | "template"
  | "template-source"
  | "withdrawn"
  | "labels"
  | "withheld"
  | "version"
  | "unreadable"
  | "other";
