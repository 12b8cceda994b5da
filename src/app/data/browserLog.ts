/** For whoever looks into a screen's console: what the screen said in place, with its cause. Everything else stays silent. */
export const noteInConsole = (...words: readonly unknown[]): void => {
  // oxlint-disable-next-line no-console
  console.warn(...words)
}
