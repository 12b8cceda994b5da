const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',')

/** Units of the facts that are plain numbers. */
const FACT_UNITS: Readonly<Record<string, string>> = {
  landArea: 'm²',
  grossArea: 'm²',
  height: 'm',
  floorHeight: 'm',
  elevation: 'm',
}

/** A fact's value with its unit; words are translated by the panel. */
export const factValue = (key: string, value: string): string =>
  FACT_UNITS[key] && value !== '' ? `${value.replace(/^\d+/, grouped)} ${FACT_UNITS[key]}` : value
