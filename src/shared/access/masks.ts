/** 张* — the surname stays. Shorter than two characters: all of it is hidden. */
export const maskName = (name: string): string => (name.length < 2 ? '*' : name.slice(0, 1) + '*'.repeat(Math.min(name.length - 1, 3)))

/** 桂A·**345: the place and the last three stay. */
export const maskPlate = (plate: string): string => plate.slice(0, 2) + '*'.repeat(Math.max(plate.length - 5, 2)) + plate.slice(-3)

/** 138****1234. */
export const maskPhone = (phone: string): string => (phone.length < 7 ? '*'.repeat(phone.length) : phone.slice(0, 3) + '****' + phone.slice(-4))
