import { useI18n } from 'vue-i18n'
import { spoken } from './spoken.ts'

export interface PanelText {
  t(key: string, named?: Record<string, unknown>): string
  /** Whether the panel has this key in the language of the screen. */
  te(key: string): boolean
}

/** A panel's own words, lazy with the panel: `messages.ts` exports `{ zh, en }` with the same keys. */
export const usePanelText = <M extends Record<string, unknown>>(messages: {
  readonly zh: M
  readonly en: M
}): PanelText =>
  useI18n({
    useScope: 'local',
    inheritLocale: true,
    messages: spoken(messages) as never,
  }) as unknown as PanelText
