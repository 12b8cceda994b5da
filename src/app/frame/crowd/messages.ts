/** Words of the inset and of what ties it to the map. */
export const WORDS = {
  zh: {
    town: (n: number): string => `城区 ${n} 处`,
    disc: (n: number): string => `${n} 处院落`,
    open: (n: number): string => `${n} 处院落,打开名单`,
    closer: (n: number): string => `${n} 处院落,放大`,
    close: '关闭',
    schematic: '点簇展开',
  },
  en: {
    town: (n: number): string => `Town: ${n} compounds`,
    disc: (n: number): string => `${n} compounds`,
    open: (n: number): string => `${n} compounds, open their list`,
    closer: (n: number): string => `${n} compounds, look closer`,
    close: 'Close',
    schematic: 'gathered dots apart',
  },
} as const
