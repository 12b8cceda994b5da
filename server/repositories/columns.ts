/** An array literal of PostgreSQL for numbers and booleans: many times quicker to make than the driver's own, which quotes each element. */
export const arrayLiteral = (values: ArrayLike<number | boolean>): string => `{${Array.prototype.join.call(values, ',')}}`
