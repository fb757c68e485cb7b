/** A file as text: by vite in the tests, by `scripts/raw-text.js` in the bundle. */
declare module '*?raw' {
  const text: string
  // oxlint-disable-next-line import/no-default-export -- vite gives it so
  export default text
}
