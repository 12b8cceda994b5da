export const OLDEST: number
export const NEWER_BUILT_INS: readonly string[]
export const removal: () => string
export const newerStyles: (css: string) => string[]
