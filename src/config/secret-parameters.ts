/** Parameters of a URL that carry a secret, by their names. */
const SECRET_PARAMETER = /key|token|secret|passw|signature|^sig$|^auth/i

/** The parameters of a URL that carry a secret. */
export function secretParameters({ searchParams }: URL): [name: string, value: string][] {
  return [...searchParams].filter(([name]) => SECRET_PARAMETER.test(name))
}
