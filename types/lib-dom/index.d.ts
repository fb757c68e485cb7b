/**
 * Stands in for TypeScript's `lib.dom`, by `libReplacement` in tsconfig.json: the types of preact ask for it, and with it
 * all of our code, which runs in Node.js, would be free to use `document`.
 */
