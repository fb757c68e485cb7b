import { isSecretParameter } from '../contract/secret-parameter.ts'

/** The parameters of a URL that carry a secret. */
export function secretParameters({ searchParams }: URL): [name: string, value: string][] {
  return [...searchParams].filter(([name]) => isSecretParameter(name))
}
