import { dirname, resolve } from 'node:path'
import type { Environment } from '../context.ts'
import type { Setting } from './choose-settings.ts'
import { pointerTo } from './config-error.ts'
import { interpolate } from './interpolate.ts'

/** One value as it would stand on the command line, and where it comes from. */
export interface SettingText {
  readonly text: string
  readonly pointer: string
}

/** Paths start from the folder of the file, wherever hookstep runs. */
const PATHS = new Set(['fixtures', 'reportDir', 'journal'])

/** The values of a setting as command-line texts, variables filled in. */
export function textsOf(setting: Setting, env: Environment): readonly SettingText[] {
  const { key, value, file, pointer } = setting
  const fill = (text: string, place: string): SettingText => {
    const filled = interpolate(text, file, place, env)
    return { text: PATHS.has(key) ? resolve(dirname(file), filled) : filled, pointer: place }
  }
  if (typeof value === 'string') return [fill(value, pointer)]
  if (Array.isArray(value)) return value.map((text, index) => fill(text, pointerTo(pointer, index)))
  if (typeof value === 'object') {
    const joint = key === 'vars' ? '=' : ': '
    return Object.entries(value).map(([name, text]) => {
      const filled = fill(text, pointerTo(pointer, name))
      return { ...filled, text: `${name}${joint}${filled.text}` }
    })
  }
  return [{ text: key === 'timeScale' ? `${value}x` : String(value), pointer }]
}
