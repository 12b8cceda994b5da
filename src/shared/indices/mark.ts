/** How well a definition was confirmed: [T] read in the text, [S] second hand, [M] 待核实, [D] 本系统口径. */
export type Mark = 'T' | 'S' | 'V' | 'M' | 'D'
