/** What panels and the app import; the composition root alone reaches into the files. */
export { useAlertsStore } from './alerts.ts'
export { useLedgerStore } from './ledger.ts'
export { useRemote, type Remote, type RemoteOptions } from './remote.ts'
export { useApi, useClock, useTables } from './services.ts'
export { useSessionStore } from './session.ts'
export { useLoadStore, useSourcesStore, type LinkState } from './sources.ts'
export { useUiStore, type Lang, type Why } from './ui.ts'
export { useViewStore, type Selection, type SelectionKind, type ViewEngine } from './view.ts'
