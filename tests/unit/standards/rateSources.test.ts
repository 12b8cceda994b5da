import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** Where a percent sign stands for something that is no rate of a count: the words around it, and why. Any other in the same file is found. */
const NO_RATE: Readonly<Record<string, readonly (readonly [words: string, why: string])[]>> = {
  'src/app/pages/audit/AuditChain.vue': [['audit.verifying', 'progress of a running check']],
  'src/i18n/rates.ts': [
    ["unit: '%'", 'the one place that prints them'],
    ["=== '%'", 'the same'],
    ["=== undefined ? '' : '%'", 'the same'],
    ['`% ·', 'the same'],
    ["return '%'", 'an axis without a point'],
  ],
  'src/layers/interior/roomClasses.ts': [
    ['over by more than', 'a class of rooms, each against its own limit'],
    ['over by ${from}', 'the same'],
  ],
  'src/boards/energy/shared/ForecastChart.vue': [
    ['BAND_LIMITS.holds', 'a parameter: what the band means to hold'],
  ],
  'src/boards/energy/shared/forecastTold.ts': [['BAND_LIMITS.holds', 'the same']],
  'src/boards/housing/shared/unitMessages.ts': [['× 9 %', 'a standard’s formula']],
  'src/boards/vehicles/shared/told/figures.ts': [
    ["=== '%'", 'a comparison'],
    ["unit: '%', decimals: figure.decimals", 'a figure whose rate stands beside it'],
  ],
  'src/boards/vehicles/shared/told/indices.ts': [
    ["=== '%'", 'a comparison'],
    ['formatNumber(value * 100, 1, lang)', 'a part of an index, beside its n'],
    ['weights[part.id]', 'weights'],
  ],
  'src/boards/housing/panels/room-card/RoomCard.vue': [
    ['person.share', 'a person’s part of one room, as it is recorded'],
  ],
  'src/boards/standards/panels/standards/messages.ts': [['sumIs', 'parameters']],
  'src/boards/vehicles/panels/vehicle-ledger/IndicesSection.vue': [['weights[index.id]', 'weights']],
  'src/boards/vehicles/panels/vehicle-ledger/overlapText.ts': [
    ['share:', 'how much of one pair of trips is shared'],
  ],
  'src/boards/supervision/panels/warnings/messages.ts': [
    ['房间:超过上限的', 'parameters'],
    ['Rooms: above {over}%', 'parameters'],
  ],
  'src/shared/energy/insight/anomalies/rules.ts': [['share(', 'a rule and its parameters']],
  'src/shared/energy/insight/anomalies/fact.ts': [
    ["share * 100, '%', decimals", 'a share with what it is of'],
  ],
  'src/shared/kernel/rate.ts': [['countsText(of)', 'with its counts']],
  'src/shared/standards/fields.ts': [['percent', 'parameters']],
  'src/shared/standards/parameter.ts': [['sum', 'parameters']],
  'src/shared/standards/parameters/vehicle/live.ts': [["'%': text", 'parameters']],
  'src/shared/standards/parameters/vehicle/indices.ts': [
    ["'%': text", 'parameters'],
    ["=== '%'", 'parameters'],
  ],
  'src/shared/standards/valueText.ts': [['value}%', 'parameters']],
  'src/shared/supervision/alert.ts': [['60 %、80 %', 'parameters of a rule']],
  'src/shared/supervision/energy/energy.ts': [['(n ${', 'with its n']],
  'src/shared/vehicles/rules/parameters/parameter.ts': [['readonly unit', 'a type']],
  'src/shared/vehicles/rules/parameters/speed.ts': [["unit: '%',", 'a parameter']],
  'src/shared/vehicles/rules/vehicles.ts': [['${L.overspeed', 'a rule and its parameters']],
  'src/shared/vehicles/figures.ts': [
    ['readonly unit', 'a type'],
    ['share * 100', 'a rule and its parameters'],
    ["unit: '%',", 'printed with the base that the figure names'],
  ],
  'src/shared/vehicles/indices.ts': [
    ['readonly unit', 'a type'],
    ["part('", 'printed with the base that the part names'],
  ],
  'src/boards/energy/verdicts/quota.ts': [
    ['goneOf', 'a share of the year in days'],
    ['percent(end)', 'a share of the quota, which stands beside it'],
    ['severe:', 'a rule'],
  ],
  'src/boards/vehicles/verdicts/compliance.ts': [['threshold:', 'a line']],
  'src/boards/vehicles/verdicts/reform.ts': [['threshold:', 'a line']],
  'src/boards/vehicles/verdicts/trips.ts': [['threshold:', 'a line']],
  'src/shared/housing/figures/certified.ts': [["unit: '%'", 'printed with `of`']],
  'src/shared/housing/figures/classUse.ts': [['9 %', 'a formula']],
  'src/shared/housing/indices/idle.ts': [["unit: '%'", 'printed with `of`']],
  'src/shared/housing/indices/over.ts': [["unit: '%'", 'printed with `of`']],
  'src/shared/vehicles/indices/vehicleUse.ts': [["unit: '%'", 'printed with `of`']],
}

const PRINTS = /\}\s?%|'%'|"%"|`%|>%|\d ?%/

const IS_STYLE = /(width|left|right|height|radius|center): ?(`|'|\[)/

const isComment = (line: string): boolean => /^\s*(\/\*|\*|\/\/)/.test(line)

/** Words of a file that print a percent sign; of messages on one line each message for itself. */
const wordsOf = (file: string): string[] =>
  (readFileSync(file, 'utf8').split('<style')[0] ?? '')
    .split('\n')
    .filter((line) => !IS_STYLE.test(line) && !isComment(line))
    .flatMap((line) =>
      /essages\.ts$|Text\.ts$/.test(file) ? line.split(/(?<=')(?:, )(?=['\w-]+: ')/) : [line],
    )
    .filter((words) => PRINTS.test(words))

const files = [
  'src/app',
  'src/boards',
  'src/widgets',
  'src/projections',
  'src/layers',
  'src/i18n',
  'src/shared',
].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|vue)$/.test(name))
    .map((name) => `${folder}/${name}`),
)

describe('the screens’ sources', () => {
  it('print no percentage but through the one function that takes part and base', () => {
    const found = files.flatMap((file) =>
      wordsOf(file)
        .filter((words) => !NO_RATE[file]?.some(([known]) => words.includes(known)))
        .map((words) => `${file}: ${words.trim().slice(0, 160)}`),
    )
    expect(found).toEqual([])
    expect(files.length).toBeGreaterThan(300)
  })

  it('except nothing that is no longer there', () => {
    const gone = Object.entries(NO_RATE).flatMap(([file, known]) =>
      known
        .filter(([words]) => !wordsOf(file).some((line) => line.includes(words)))
        .map(([words]) => `${file}: ${words}`),
    )
    expect(gone).toEqual([])
  })

  it('give no figure a percent sign for its unit', () => {
    expect(
      files.filter(
        (file) => file.endsWith('.vue') && /<WhyFigure[^>]*unit="%"/.test(readFileSync(file, 'utf8')),
      ),
    ).toEqual([])
  })
})
