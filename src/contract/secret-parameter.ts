const SECRET = /key|token|secret|passw|signature|^sig$|^auth/i

/** True for a parameter of a URL that carries a secret, by its name. */
export function isSecretParameter(name: string): boolean {
  return SECRET.test(name)
}
