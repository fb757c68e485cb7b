/** The most characters of one body in a file: a run sends one of 2 MB, and a bad endpoint may answer with as much. */
export const KEPT_CHARACTERS = 64 * 1024
