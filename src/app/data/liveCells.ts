import { watch } from 'vue'
import { cellName, cellX, cellY, type Cell } from '#shared/protocol/cells.ts'
import type { DurationMs } from '#shared/kernel/units.ts'
import type { Connector } from '../../connectors/Connector.ts'
import { cellsFor, viewBounds } from '../../projections/parts/cells.ts'
import type { VehicleTable } from '../../state/live/vehicles.ts'
import { useClock, useTables, useViewStore } from '../../state/stores/index.ts'

/** Keeps the vehicle table to what the camera needs: the whole region, or some cells of it. */
export interface CellFollower {
  /** null for the whole region. */
  follow(cells: readonly Cell[] | null): void
  /** The name under which the table takes this frame; null when its group was left meanwhile. */
  groupOf(cell: string | undefined): string | null
  /** A frame of the group was applied, or the group was refused: whatever it replaces may go once nothing is awaited. */
  arrived(cell: string | undefined): void
}

const WHOLE = ''

/** New groups are asked for first, and the old ones kept until each new one has shown what it holds: no vehicle blinks. */
export const makeCellFollower = (connector: Connector, table: VehicleTable, region: string): CellFollower => {
  let wanted: ReadonlySet<string> = new Set()
  const held = new Map<string, { ready: boolean }>()
  const cellOf = (name: string): string | undefined => (name === WHOLE ? undefined : name)
  const nameOf = (cell: string | undefined): string => cell ?? WHOLE
  const groupName = (name: string): string => `${region} ${name}`

  const letGo = (): void => {
    if ([...wanted].some((name) => !held.get(name)?.ready)) return
    for (const name of held.keys()) {
      if (wanted.has(name)) continue
      held.delete(name)
      connector.unsubscribe('vehicles', region, cellOf(name))
      table.drop(groupName(name))
    }
  }

  return {
    follow: (cells) => {
      wanted = new Set(cells === null ? [WHOLE] : cells.map(cellName))
      for (const name of held.keys()) table.retire(groupName(name), !wanted.has(name))
      for (const name of wanted) {
        if (held.has(name)) continue
        held.set(name, { ready: false })
        connector.subscribe('vehicles', region, cellOf(name))
      }
      letGo()
    },
    groupOf: (cell) => (held.has(nameOf(cell)) ? groupName(nameOf(cell)) : null),
    arrived: (cell) => {
      const group = held.get(nameOf(cell))
      if (!group || group.ready) return
      group.ready = true
      letGo()
    },
  }
}

/** A camera on its way asks for new cells this often at most. */
const FOLLOW_EVERY_MS: DurationMs = 400

/** Asks for what the camera sees. A selected vehicle is never lost sight of: while it is elsewhere the whole region is watched. */
export const followCamera = (follower: CellFollower): (() => void) => {
  const view = useViewStore()
  let cells: readonly Cell[] | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const holdsSelected = (wanted: readonly Cell[]): boolean => {
    if (view.selection?.kind !== 'vehicle') return true
    const row = useTables().vehicles.read(Number(view.selection.id), useClock().serverNow())
    return (
      row !== null &&
      wanted.some(({ zoom, x, y }) => x === cellX(row.at[0], zoom) && y === cellY(row.at[1], zoom))
    )
  }
  const update = (): void => {
    timer = undefined
    if (view.engine === 'interior') return
    cells = cellsFor(view.camera ? viewBounds(view.camera, innerWidth, innerHeight) : null, cells)
    follower.follow(cells !== null && holdsSelected(cells) ? cells : null)
  }
  const stop = watch(
    () => [view.camera, view.selection, view.engine],
    () => (timer ??= setTimeout(update, FOLLOW_EVERY_MS)),
  )
  follower.follow(null)
  return () => {
    stop()
    clearTimeout(timer)
  }
}
