import { grouped } from "../exposure/grouped.ts";
import type { LabelValues } from "./label-box.ts";

/** The conditions that a box still sets, on labels in their order, given as numbers. Equal conditions are one object. */
export interface Conditions {
  readonly id: number;
  readonly label: number;
  readonly values: LabelValues;
  readonly rest: Conditions | undefined;
}

/** What remains to be asked: nothing, if the answer is known, or the values of one label. */
export type Question = boolean | { readonly id: number; readonly label: number; readonly answers: readonly Answer[] };

/** Values that are alike, and what remains to be asked after them. */
export interface Answer {
  readonly values: LabelValues;
  readonly next: Question;
}

const mostSteps = 500_000;

/**
 * A reduced decision diagram: equal unions of conditions give equal questions. `isAlwaysThere` tells labels that cannot be absent.
 * Undefined where it takes too long.
 */
export function questionOf(
  boxes: readonly (Conditions | undefined)[],
  isAlwaysThere: (label: number) => boolean,
): Question | undefined {
  const known = new Map<string, Question>();
  const questions = new Map<string, Question>();
  let steps = 0;

  function ask(open: readonly (Conditions | undefined)[]): Question {
    if (open.includes(undefined) || steps > mostSteps) return true;
    const left = [...new Set(open.filter((conditions) => conditions !== undefined))].sort((a, b) => a.id - b.id);
    steps += left.length + 1;
    const key = left.map(({ id }) => id).join();
    const question = known.get(key) ?? askLabel(left);
    known.set(key, question);
    return question;
  }

  function askLabel(open: readonly Conditions[]): Question {
    if (open.length === 0) return false;
    const label = open.reduce((least, conditions) => Math.min(least, conditions.label), Number.POSITIVE_INFINITY);
    const { listed, unlisted, absent } = byValue(open, label);
    const other = ask(unlisted);
    const none = isAlwaysThere(label) ? other : ask(absent);
    const answers = answersOf(
      [...listed].map(([value, rest]) => [value, steps > mostSteps || ask(rest())]),
      other,
      none,
    );
    return answers.length > 1 ? interned(label, answers, isAlwaysThere(label)) : other;
  }

  function interned(label: number, answers: readonly Answer[], isPresent: boolean): Question {
    const id = questions.size + 2;
    const own = answers.map(({ values, next }) => ({
      next,
      values: isPresent ? { ...values, orAbsent: false } : values,
    }));
    const key = JSON.stringify([label, own.map(({ values, next }) => [values, idOf(next)])]);
    const question = questions.get(key) ?? { id, label, answers: own };
    questions.set(key, question);
    return question;
  }

  const question = ask(boxes);
  return steps > mostSteps ? undefined : question;
}

type Open = (Conditions | undefined)[];

/** What remains of the conditions after each value of a label: sorted by value. */
function byValue(open: readonly Conditions[], label: number) {
  const [here, later] = [open.filter((box) => box.label === label), open.filter((box) => box.label !== label)];
  const most = here.filter(({ values }) => values.allBut);
  const mentions = here.flatMap((box) => box.values.values.map((value) => ({ value, box })));
  const listing = grouped(mentions, ({ value }) => value);
  const rests = (boxes: readonly Conditions[]): Open => boxes.map(({ rest }) => rest);
  const listed = [...listing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, mentioning]): [string, () => Open] => {
      const boxes = mentioning.map(({ box }) => box);
      const excluding = new Set(boxes.filter(({ values }) => values.allBut));
      const including = boxes.filter(({ values }) => !values.allBut);
      return [value, () => [...later, ...rests(most.filter((box) => !excluding.has(box))), ...rests(including)]];
    });
  const absent: Open = [...later, ...rests(here.filter(({ values }) => values.orAbsent))];
  return { listed, unlisted: [...later, ...rests(most)], absent };
}

/** One answer for all values that lead to the same question. */
function answersOf(
  listed: readonly (readonly [string, Question])[],
  other: Question,
  none: Question,
): readonly Answer[] {
  const special = listed.filter(([, next]) => next !== other);
  const most = { values: special.map(([value]) => value), allBut: true, orAbsent: none === other };
  const few = grouped(special, ([, next]) => next);
  if (none !== other && !few.has(none)) few.set(none, []);
  const answers = [...few].map(([next, same]) => ({
    values: { values: same.map(([value]) => value), allBut: false, orAbsent: next === none },
    next,
  }));
  return [
    { values: most, next: other },
    ...answers.sort((a, b) => (JSON.stringify(a.values) < JSON.stringify(b.values) ? -1 : 1)),
  ];
}

const idOf = (question: Question) => (typeof question === "boolean" ? Number(question) : question.id);
