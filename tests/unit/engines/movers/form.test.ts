import { describe, expect, it } from 'vitest'
import { MOVER_FORM, moverForm } from '../../../../src/engines/movers/form.ts'

const FORMS = { dotsFrom: 9, arrowsFrom: 12, tailS: 40 }

describe('what vehicles look like', () => {
  it('is a density from afar, dots nearer by, and from the street on arrows with a tail', () => {
    expect([0, 8.99, 9, 11.99, 12, 18].map((zoom) => moverForm(FORMS, zoom))).toEqual([
      { form: MOVER_FORM.density, tailS: 0 },
      { form: MOVER_FORM.density, tailS: 0 },
      { form: MOVER_FORM.dots, tailS: 0 },
      { form: MOVER_FORM.dots, tailS: 0 },
      { form: MOVER_FORM.arrows, tailS: 40 },
      { form: MOVER_FORM.arrows, tailS: 40 },
    ])
  })

  it('is an arrow at every zoom where nothing is said of it', () => {
    expect([0, 18].map((zoom) => moverForm(undefined, zoom))).toEqual([
      { form: MOVER_FORM.arrows, tailS: 0 },
      { form: MOVER_FORM.arrows, tailS: 0 },
    ])
  })
})
