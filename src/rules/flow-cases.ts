import type { Rule } from "./rule.ts";
import type { Severity } from "./security-event.ts";
import { moved } from "./severity-modifiers.ts";

type Cases = NonNullable<Rule["cases"]>;

/**
 * The cases of a rule about connections: those of its own, and each of them in a zone in scope of the assessment (one step up) and
 * latent (one step down). `aboutZones`: the zone is what the rule is about, and moves nothing.
 */
export function flowCases(base: Severity, own: Cases = {}, options: { readonly aboutZones?: true } = {}): Cases {
  const all: [string, Cases[string]][] = [["", { severity: base, when: "" }], ...Object.entries(own)];
  const entries = all.flatMap(([name, { severity, when }]) => {
    const variant = (suffix: string, steps: number, circumstance: string): [string, Cases[string]] => [
      [name, suffix].filter(Boolean).join("-"),
      { severity: moved(severity, steps), when: [when, circumstance].filter(Boolean).join("; ") },
    ];
    const isMoved = name !== "" || moved(severity, 1) !== severity;
    return [
      ...(name === "" ? [] : [[name, { severity, when }] as [string, Cases[string]]]),
      ...(options.aboutZones || !isMoved
        ? []
        : [variant("in-scope", 1, "the pods are in a zone in scope of the assessment")]),
      variant("latent", -1, "no pod that the repository knows gains anything by it"),
    ];
  });
  return Object.fromEntries(entries.map(([name, { severity, when }]) => [name, { severity, when: capital(when) }]));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
