/**
 * Stands in for `@inquirer/external-editor` in the bundle: inquirer brings it for its editor prompt, which
 * hookstep never shows, and with it half a megabyte of character tables.
 */
export function editAsync() {
  throw new Error('the editor prompt is not part of hookstep')
}
