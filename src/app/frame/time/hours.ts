import { useElementBounding } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { useWallFrame } from '../../shell/wall.ts'
import { hoursBeside, isWrittenBefore, type Barred } from './timeline.ts'

/** What is written at the now-line and, where the axis is not yet laid out, before it: in characters of the text. */
const LABEL_EM = 10
const HEAD_EM = 16

/** Where one screen of the wall ends and the next begins, and what stays free at either side, u. */
export interface Seam {
  readonly at: number
  readonly beside: number
}

/**
 * The hours that an axis has room for beside the now-line's words, and the side on which those stand: neither on a seam.
 * `besideEm`: what stands between the head and the axis, in characters.
 */
export const useHours = (
  axis: Ref<HTMLElement | null>,
  now: () => number,
  { seams, besideEm }: { readonly seams: () => readonly Seam[]; readonly besideEm: () => number },
) => {
  const wall = useWallFrame()
  const drawn = useElementBounding(axis)
  const axisEm = computed(() =>
    drawn.width.value > 0
      ? drawn.width.value / wall.value.textPx
      : wall.value.emAcross - HEAD_EM - besideEm(),
  )
  const barred = computed((): Barred => {
    const { uPx, textPx } = wall.value
    const emOf = (u: number): number => (u * uPx - drawn.left.value) / textPx
    return seams().map(({ at, beside }) => [emOf(at - beside), emOf(at + beside)])
  })
  const isBefore = computed(() => isWrittenBefore(now(), axisEm.value, LABEL_EM, barred.value))
  const hours = computed(() =>
    hoursBeside(now(), axisEm.value, { em: LABEL_EM, left: isBefore.value }, barred.value),
  )
  return { isBefore, hours }
}
