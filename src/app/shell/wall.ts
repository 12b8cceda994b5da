import { useEventListener } from '@vueuse/core'
import { shallowRef, watch, watchEffect, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useUiStore } from '../../state/stores/index.ts'
import {
  parseWallProfile,
  wallFrame,
  wallProfileText,
  type WallFrame,
  type WallProfile,
} from '../../theme/wall.ts'

const PROFILE_KEY = 'guanlan.wall'
const NONE: WallProfile = { heightMm: null, distanceM: null }
/** Set once with `?wall=<height mm>x<distance m>` or in the menu; this screen keeps it. */
const profileOf = (): WallProfile => {
  const given = new URLSearchParams(location.search).get('wall')
  if (parseWallProfile(given)) localStorage.setItem(PROFILE_KEY, given ?? '')
  return parseWallProfile(localStorage.getItem(PROFILE_KEY)) ?? NONE
}

const profile = shallowRef<WallProfile>(profileOf())
const frame = shallowRef<WallFrame>(wallFrame(innerWidth, innerHeight, profile.value))
/** The frame that this screen has now. */
export const useWallFrame = (): Readonly<ShallowRef<WallFrame>> => frame
/** How high this wall is and from where it is read. */
export const useWallProfile = (): Readonly<ShallowRef<WallProfile>> => profile

/** Keeps another profile for this screen; one that is not complete forgets it. */
export const setWallProfile = (next: WallProfile): void => {
  const text = wallProfileText(next)
  if (text === null) localStorage.removeItem(PROFILE_KEY)
  else localStorage.setItem(PROFILE_KEY, text)
  profile.value = text === null ? NONE : next
}

const write = (wall: WallFrame): void => {
  const style = document.documentElement.style
  const values = {
    '--u': wall.uPx,
    '--text': wall.textPx,
    '--title': wall.titlePx,
    '--figure': wall.figurePx,
    '--col': wall.columnPx,
    '--drawer': wall.drawerPx,
    '--top': wall.topBarPx,
    '--strip': wall.stripPx,
    '--axis': wall.axisPx,
    '--axis-open': wall.openAxisPx,
  }
  for (const [name, px] of Object.entries(values)) style.setProperty(name, `${Math.round(px * 100) / 100}px`)
}

/** Keeps the sizes with the window and the profile, and says where the layout cannot reach the viewing distance. */
export const useWall = (): void => {
  const ui = useUiStore()
  const { t } = useI18n()
  const fit = (): void => {
    frame.value = wallFrame(innerWidth, innerHeight, profile.value)
    write(frame.value)
  }
  watch(profile, fit, { immediate: true })
  useEventListener(window, 'resize', fit)
  watchEffect(() => {
    const { legible, requiredTextPx, textPx } = frame.value
    ui.say(
      'wall',
      legible
        ? null
        : () =>
            t('notice.illegible', {
              distance: profile.value.distanceM ?? 0,
              required: requiredTextPx.toFixed(1),
              given: textPx.toFixed(1),
            }),
    )
  })
}
