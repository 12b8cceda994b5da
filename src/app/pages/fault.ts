import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { isAppError } from '#shared/kernel/errors.ts'

/** Runs a form's action once at a time; what goes wrong is said by its code, and the server's own words where there are any. */
export const useAttempt = (): {
  readonly busy: Ref<boolean>
  readonly fault: Ref<string | null>
  run: (action: () => Promise<void>) => Promise<void>
} => {
  const { t, te } = useI18n()
  const busy = ref(false)
  const fault = ref<string | null>(null)
  const words = (error: unknown): string => {
    if (!isAppError(error)) return t('error.internal')
    const known = te(`error.${error.code}`) ? t(`error.${error.code}`) : t('error.internal')
    return ['bad-request', 'conflict', 'locked'].includes(error.code) && error.message
      ? `${known}: ${error.message}`
      : known
  }
  return {
    busy,
    fault,
    async run(action) {
      busy.value = true
      fault.value = null
      try {
        await action()
      } catch (error) {
        fault.value = words(error)
      } finally {
        busy.value = false
      }
    },
  }
}
