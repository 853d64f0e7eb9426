// A process that ends without a word, as after a mistake outside of every try.
process.on("message", () => process.exit(7));
