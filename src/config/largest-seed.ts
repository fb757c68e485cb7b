/** The largest `--seed`. */
export const LARGEST_SEED = 2 ** 31 - 1
