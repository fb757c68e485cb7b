/** The seed in TEST_SEED, where somebody wants a failed run again; `otherwise` without. */
export function seedOr(otherwise: number): number {
  return Number(process.env['TEST_SEED'] ?? otherwise)
}
