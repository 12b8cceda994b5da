export const ROOT: string
export const findNode24: () => string | null
export const findBin: (command: string) => string | null
