/** Where a chart has words of its own that ECharts does not size by the chart's global text style. */
type Part = Readonly<Record<string, unknown>>

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const each = (value: unknown, make: (part: Part) => Part): unknown =>
  Array.isArray(value)
    ? value.map((item) => (isPart(item) ? make(item) : item))
    : isPart(value)
      ? make(value)
      : value
const words = (style: unknown, fontSize: number): Part => ({ fontSize, ...(isPart(style) ? style : {}) })

/** Pixels of a text for which the options' own lengths (grid, symbols, lines) were chosen: a desk's. */
export const DESK_TEXT_PX = 16.2

const scaled = (part: Part, keys: readonly string[], by: number): Part =>
  Object.fromEntries(
    keys.flatMap((key) => (typeof part[key] === 'number' ? [[key, (part[key] as number) * by]] : [])),
  )

/**
 * The option with its axes', legend's and tooltip's words in `size` (px), and with its lengths in pixels (grid, legend, widths
 * of lines and bars) grown from the desk's text to this one. A size that the option gives itself stands.
 */
export const chartText = (option: Part, size: number): Part => {
  const by = size / DESK_TEXT_PX
  const axis = (part: Part): Part => ({
    ...part,
    axisLabel: { hideOverlap: true, ...words(part.axisLabel, size) },
    nameTextStyle: words(part.nameTextStyle, size),
    ...scaled(part, ['nameGap'], by),
  })
  const series = (part: Part): Part => ({
    ...part,
    ...scaled(part, ['symbolSize', 'barMaxWidth'], by),
    ...(isPart(part.label) ? { label: words(part.label, size) } : {}),
    ...(isPart(part.lineStyle)
      ? { lineStyle: { ...part.lineStyle, ...scaled(part.lineStyle, ['width'], by) } }
      : {}),
  })
  const legend = (part: Part): Part => ({
    ...part,
    ...scaled(part, ['top', 'bottom', 'left', 'right', 'itemWidth', 'itemHeight', 'itemGap'], by),
    textStyle: words(part.textStyle, size),
  })
  const parts: Record<string, (part: Part) => Part> = {
    xAxis: axis,
    yAxis: axis,
    series,
    legend,
    grid: (part) => ({ ...part, ...scaled(part, ['top', 'bottom', 'left', 'right'], by) }),
    radar: (part) => ({ ...part, axisName: words(part.axisName, size) }),
    tooltip: (part) => ({ ...part, textStyle: words(part.textStyle, size) }),
  }
  return Object.fromEntries(
    Object.entries(option).map(([key, value]) => [key, parts[key] ? each(value, parts[key]) : value]),
  )
}
