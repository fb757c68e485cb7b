export function b64encode(text) {
  return Buffer.from(text).toString('base64')
}
