import type { Environment } from '../context.ts'
import { configError } from './config-error.ts'

const REFERENCE = /\$\$\{|\$\{([A-Za-z_]\w*)\}|\$\{/g

/**
 * Text with every `${NAME}` replaced by that environment variable; `$${` stands for a literal `${`.
 * Throws `CONFIG_INVALID` naming file, key and variable for one that is not set, or empty.
 */
export function interpolate(text: string, file: string, pointer: string, env: Environment): string {
  return text.replaceAll(REFERENCE, (found: string, name: string | undefined) => {
    if (found === '$${') return '${'
    if (name === undefined) {
      const hint = 'write ${NAME} for a variable and $${ for the characters themselves'
      throw configError(file, pointer, '${ without the name of a variable', { hint })
    }
    const value = env[name]
    if (value !== undefined && value !== '') return value
    const problem = `the environment variable ${name} is not set${value === '' ? ': it is empty' : ''}`
    throw configError(file, pointer, problem, { hint: `export ${name}=…` })
  })
}

/** The names of the variables that a text takes from the environment. */
export function referencesIn(text: string): string[] {
  const names = [...text.matchAll(REFERENCE)].flatMap(([, name]) => name ?? [])
  return [...new Set(names)]
}
