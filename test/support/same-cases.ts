import fc from "fast-check";

// Who changes one thing must not be stopped by a case that the day before did not draw. At night, new ones are drawn.
if (!process.env.NIGHTLY) fc.configureGlobal({ seed: 20_261_127 });
