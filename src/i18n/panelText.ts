import { useI18n } from 'vue-i18n'

/** A panel's own words, lazy with the panel: `messages.ts` exports `{ zh, en }` with the same keys. */
export const usePanelText = <M extends Record<string, unknown>>(messages: { readonly zh: M; readonly en: M }) =>
  useI18n({ useScope: 'local', inheritLocale: true, messages: messages as never })
