import { useElementBounding, useElementSize } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { useWallFrame } from '../../shell/wall.ts'
import { hoursBeside, isWrittenBefore, type Barred } from './timeline.ts'

/** What is written at the now-line with what stays free around it, and before the axis, where they are not yet laid out: in characters of the text. */
const LABEL_EM = 10
const BESIDE_LABEL_EM = 1
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
  { axis, label }: Readonly<Record<'axis' | 'label', Ref<HTMLElement | null>>>,
  now: () => number,
  { seams, besideEm }: { readonly seams: () => readonly Seam[]; readonly besideEm: () => number },
) => {
  const wall = useWallFrame()
  const drawn = useElementBounding(axis)
  const words = useElementSize(label)
  const labelEm = computed(() =>
    words.width.value > 0 ? words.width.value / wall.value.textPx + BESIDE_LABEL_EM : LABEL_EM,
  )
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
  const isBefore = computed(() => isWrittenBefore(now(), axisEm.value, labelEm.value, barred.value))
  const hours = computed(() =>
    hoursBeside(now(), axisEm.value, { em: labelEm.value, left: isBefore.value }, barred.value),
  )
  return { isBefore, hours }
}
