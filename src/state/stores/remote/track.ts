import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Track } from '#shared/protocol/http.ts'
import { onSessionEnd } from '../session.ts'

/** The track of the selected vehicle, asked for once for the map and the card: every query is logged. */
export const useTrackStore = defineStore('track', () => {
  const track = shallowRef<Track | null>(null)
  onSessionEnd(() => (track.value = null))
  return { track }
})
