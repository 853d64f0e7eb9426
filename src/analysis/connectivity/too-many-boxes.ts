/** A set of pods or ports has more parts than anybody would write by hand. */
export class TooManyBoxes extends Error {}
