import { layer } from '../layer.ts'
import { useRemedies } from './read.ts'
import type { ToldRemedy } from './remedies.ts'
import { interiorLayers } from './draw.ts'
import { hoverInside } from './hover.ts'
import { interiorStep } from './step.ts'
import { roomClasses } from './roomClasses.ts'

declare module '#shared/scene/selection.ts' {
  interface SelectionKinds {
    room: true
    workstation: true
  }
}

const NO_REMEDIES: readonly ToldRemedy[] = []

/** 楼内: floors, rooms and desks of the open building, in every scene. */
export default layer({
  id: 'interior',
  parts: { interior: { zh: '楼层房间', en: 'Floors and rooms' } },
  level: 0,
  engines: ['interior'],
  scenes: 'all',
  read: { none: NO_REMEDIES, use: useRemedies },
  draw: interiorLayers,
  pick: interiorStep,
  lights: { floor: 'interior', room: 'interior', workstation: 'interior' },
  hover: hoverInside,
  /** Rooms are told in words, with how many of each are open. */
  legend: (input) =>
    input.engine === 'interior' && input.interior
      ? {
          id: 'rooms',
          title: null,
          entries: roomClasses(input).map(({ hex, name, rooms }) => ({ hex, name, count: rooms })),
          insteadOfClasses: true,
        }
      : null,
  selects: ['room', 'workstation'],
  out: ({ kind, room }) => (kind === 'workstation' && room ? { kind: 'room', id: room } : null),
})
