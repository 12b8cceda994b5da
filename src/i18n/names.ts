import { shallowRef } from 'vue'

type Spell = (words: string) => string

/** How Chinese names are written in Latin letters; it comes with the English words. */
const spell = shallowRef<Spell | null>(null)
export const setSpelling = (next: Spell): void => {
  spell.value = next
}

/** A name of the ledger, or words with such names in them, in the language of the screen; as it is while no spelling came. */
export const namesIn = (words: string, lang: 'zh' | 'en'): string =>
  lang === 'en' && spell.value ? spell.value(words) : words
