import { onBeforeUnmount, shallowRef, watchEffect, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useUiStore } from '../state/stores/index.ts'
import { parseWallProfile, wallFrame, type WallFrame, type WallProfile } from '../theme/wall.ts'

const PROFILE_KEY = 'guanlan.wall'
/** Set once with `?wall=<height mm>x<distance m>`; this screen keeps it. */
const profileOf = (): WallProfile => {
  const given = new URLSearchParams(location.search).get('wall')
  if (parseWallProfile(given)) localStorage.setItem(PROFILE_KEY, given ?? '')
  return parseWallProfile(localStorage.getItem(PROFILE_KEY)) ?? { heightMm: null, distanceM: null }
}

const frame = shallowRef<WallFrame>(wallFrame(innerWidth, innerHeight))
/** The frame that this screen has now. */
export const useWallFrame = (): Readonly<ShallowRef<WallFrame>> => frame

const write = (wall: WallFrame): void => {
  const style = document.documentElement.style
  const values = { '--u': wall.uPx, '--text': wall.textPx, '--title': wall.titlePx, '--figure': wall.figurePx, '--col': wall.columnPx, '--top': wall.topBarPx, '--strip': wall.stripPx }
  for (const [name, px] of Object.entries(values)) style.setProperty(name, `${Math.round(px * 100) / 100}px`)
}

/** Keeps the sizes with the window, and says where the layout cannot reach the viewing distance. */
export const useWall = (): void => {
  const profile = profileOf()
  const ui = useUiStore()
  const { t } = useI18n()
  const fit = (): void => {
    frame.value = wallFrame(innerWidth, innerHeight, profile)
    write(frame.value)
  }
  fit()
  addEventListener('resize', fit)
  onBeforeUnmount(() => removeEventListener('resize', fit))
  watchEffect(() => {
    const { legible, requiredTextPx, textPx } = frame.value
    ui.say('wall', legible ? null : t('notice.illegible', { distance: profile.distanceM ?? 0, required: requiredTextPx.toFixed(1), given: textPx.toFixed(1) }))
  })
}
