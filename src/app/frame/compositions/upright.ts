import type { Column, Composition, Need } from './composition.ts'
import { GUTTER, LEGEND_EM, measure, SAFE, verdictsAcross } from './measure.ts'
import { columnsIn, leastOf } from './stack.ts'

const SCENE_SHARE = 0.55
/** A panel of the sheet, where it asks for no more: in lines of text. */
const ROWS = 13

/** A tablet held upright: the scene, the verdicts beneath it, the panels in a sheet that scrolls. */
export const upright: Composition = (asked) => {
  const { panels } = asked
  const { width, height, top, foot, text } = measure(asked)
  const { shown, cells, tall, above } = verdictsAcross(asked)
  const across = { x: SAFE, w: width - SAFE * 2 }
  const scene = { ...across, y: top, h: height * SCENE_SHARE - top }
  const strip = { ...across, y: height * SCENE_SHARE + GUTTER, h: tall }
  const from = strip.y + above
  const [left, right] = columnsIn({ ...across, y: from, h: height - foot - GUTTER - from }, 2)
  const all = [...panels.left, ...panels.right]
  const half = Math.ceil(all.length / 2)
  const down = (box: Column['box'], some: readonly Need[]): Column => {
    let y = box.y
    const placed = some.map((panel) => {
      const h = leastOf(panel, box.w, text, ROWS)
      const at = { id: panel.id, box: { ...box, y, h } }
      y += h + GUTTER
      return at
    })
    return { box, panels: placed }
  }
  const columns = left && right ? [down(left, asked.card ? all : all.slice(0, half))] : []
  if (right && !asked.card) columns.push(down(right, all.slice(half)))
  return {
    id: 'upright',
    columns,
    card: asked.card ? (right ?? null) : null,
    verdicts: { at: strip, cells, shown },
    centre: scene,
    legend: null,
    free: { ...scene, h: scene.h - LEGEND_EM * text - GUTTER * 2 },
    seams: [],
    scrolls: true,
    folds: false,
    matters: 1,
  }
}
