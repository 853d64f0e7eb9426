/** A review was ended before it came to a result. The message goes into the failing check. */
export class ReviewStopped extends Error {
  override readonly name = "ReviewStopped";
}
