/** What the parser of a flag says of a value, without the name of the flag in front. */
export function withoutFlag(message: string): string {
  return message.replace(/^(-H|--[a-z\d-]+):? /, '')
}
